import type { ComponentChildren } from 'preact';
import { path } from '../href.js';
import type { RequestDetail } from '../models/request-detail.js';
import { requestTitle } from '../words/kind.js';
import { ownerWord } from '../words/owner.js';
import { Link } from './link.js';
import { Status } from './status-mark.js';
import { Ago, When } from './when.js';

export function RequestHead({ request, now }: { request: RequestDetail; now: number }) {
  return (
    <div class="request-head">
      <p class="back">
        <Link to="/requests">Requests</Link> / {request.number}
      </p>
      <h1>{requestTitle(request.kind, request.person)}</h1>
      <p class="lead">
        <Status status={request.status} /> <span>{request.headline}</span>
        {request.deadlineAt !== null && (
          <span class={request.deadlineAt < now ? 'bad' : 'soft'}>
            deadline <Ago at={request.deadlineAt} now={now} />
          </span>
        )}
      </p>
      <Reasons request={request} />
      <Facts request={request} now={now} />
    </div>
  );
}

/** Three lines: what happened, what to do, who. */
function Reasons({ request }: { request: RequestDetail }) {
  return (
    <>
      {request.reasons.map((reason) => (
        <div class="reason">
          <p class="what">{reason.what}</p>
          <p>{reason.next}</p>
          <p class="soft">
            {`${ownerWord(reason.owner)} · ${reason.code}`}
            {reason.pointer && ` · ${reason.pointer}`}
          </p>
        </div>
      ))}
    </>
  );
}

function Facts({ request, now }: { request: RequestDetail; now: number }) {
  const { approvedAt, approvers, checkedAt, nextAt } = request;
  return (
    <dl class="facts">
      <Fact name="Ticket">
        {request.number} {request.ticketUrl && <Away to={request.ticketUrl} />}
        {' · '}
        <Link to={path(['t', request.connection, request.number])}>agent’s page</Link>
      </Fact>
      <Fact name="Employee">{request.externalId || 'not known yet'}</Fact>
      <Fact name="Approved">
        {approvedAt === null ? 'not yet' : <When at={approvedAt} now={now} />}
        {approvers.length > 0 && ` by ${approvers.join(', ')}`}
      </Fact>
      <Fact name="Checked with the ticket system">
        {checkedAt === null ? 'not yet' : <When at={checkedAt} now={now} />}
      </Fact>
      <Fact name="Next look">
        {nextAt === null ? 'nothing is planned' : <When at={nextAt} now={now} />}
      </Fact>
      <Fact name="Template">{request.template || 'none chosen yet'}</Fact>
      <Fact name="Connection">{request.connection}</Fact>
      <Fact name="Request id">
        <code>{request.id}</code>
      </Fact>
    </dl>
  );
}

function Away({ to }: { to: string }) {
  return (
    <Link to={to} away>
      open ticket ↗
    </Link>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

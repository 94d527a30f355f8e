import type { TicketPage as Ticket } from '../servicenow/desk.js';
import { type Row, sysIdOf, valueOf } from '../servicenow/row.js';
import { Badge } from './badge.js';
import { Layout } from './layout.js';
import { newestAddress, NoteText } from './note-text.js';

export interface TicketProps {
  now: string;
  ticket: Ticket;
  refreshes: boolean;
  /** What a stored value is shown as. */
  label: (column: string, row: Row) => string;
  answerText: (question: Row, option: Row) => string;
  userName: (userName: string) => string;
}

const REFRESH_SECONDS = 3;

export function TicketPage(props: TicketProps) {
  const { now, ticket, refreshes } = props;
  const number = valueOf(ticket.item, 'number');
  const title = `${number} ${valueOf(ticket.item, 'short_description')}`;
  return (
    <Layout title={title} at="/" now={now} {...(refreshes && { refreshSeconds: REFRESH_SECONDS })}>
      <p class="actions">
        <BridgeLink ticket={ticket} />
        <a href={`/sandbox/tickets/${number}${refreshes ? '?refresh=off' : ''}`}>
          {refreshes ? 'Stop refreshing' : `Refresh every ${REFRESH_SECONDS} seconds`}
        </a>
      </p>
      <div class="columns">
        <div>
          <State {...props} />
          <Approvals {...props} />
          <Notes {...props} />
        </div>
        <Variables {...props} />
      </div>
    </Layout>
  );
}

function BridgeLink({ ticket }: { ticket: Ticket }) {
  const address = newestAddress(ticket.notes.map((note) => valueOf(note, 'value')));
  return address ? <a href={address}>Open in the bridge</a> : null;
}

function State({ ticket, label }: TicketProps) {
  const { item } = ticket;
  const rows: [string, string][] = [
    ['State', label('state', item)],
    ['Stage', label('stage', item)],
    ['Raised for', ticket.requestedFor],
    ['Updated (UTC)', valueOf(item, 'sys_updated_on')],
    ['Bridge status', valueOf(item, 'u_jml_status')],
    ['Bridge detail', valueOf(item, 'u_jml_detail')],
    ...ticket.tasks.map((task): [string, string] => [
      `Task ${valueOf(task, 'number')}`,
      label('state', task),
    ]),
  ];
  return (
    <section aria-labelledby="state">
      <h2 id="state">State</h2>
      <dl>
        <dt>Approval</dt>
        <dd>
          <Badge text={valueOf(item, 'approval')} />
        </dd>
        {rows.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value || '–'}</dd>
          </>
        ))}
      </dl>
      <CancelForm item={item} />
    </section>
  );
}

function CancelForm({ item }: { item: Row }) {
  if (valueOf(item, 'active') !== 'true') return null;
  return (
    <form method="post" action={`/sandbox/tickets/${valueOf(item, 'number')}/cancel`}>
      <button type="submit" class="quiet">
        Cancel the request
      </button>
    </form>
  );
}

function Approvals({ ticket }: TicketProps) {
  return (
    <section aria-labelledby="approvals">
      <h2 id="approvals">Approvals</h2>
      {ticket.approvals.length === 0 && <p>None.</p>}
      <ul class="plain">
        {ticket.approvals.map(({ row, approver }) => (
          <li>
            <p>
              {valueOf(approver, 'name')} <Badge text={valueOf(row, 'state')} />
            </p>
            <DecideForm ticket={ticket} row={row} name={valueOf(approver, 'name')} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function DecideForm({ ticket, row, name }: { ticket: Ticket; row: Row; name: string }) {
  const state = valueOf(row, 'state');
  if (!['requested', 'approved', 'rejected'].includes(state)) return null;
  return (
    <form method="post" action={`/sandbox/tickets/${valueOf(ticket.item, 'number')}/decide`}>
      <input type="hidden" name="approval" value={sysIdOf(row)} />
      {state !== 'approved' && (
        <button type="submit" name="state" value="approved">
          {`Approve as ${name}`}
        </button>
      )}{' '}
      {state !== 'rejected' && (
        <button type="submit" name="state" value="rejected" class="quiet">
          {`Reject as ${name}`}
        </button>
      )}
    </form>
  );
}

function Notes({ ticket, userName }: TicketProps) {
  return (
    <section aria-labelledby="notes">
      <h2 id="notes">Notes</h2>
      {ticket.notes.length === 0 && <p>No note yet.</p>}
      <ol class="notes">
        {ticket.notes.map((note) => (
          <li>
            <p class="hint">
              {`${valueOf(note, 'sys_created_on')} UTC · ${userName(valueOf(note, 'sys_created_by'))} · `}
              {valueOf(note, 'element') === 'comments' ? 'to the requester' : 'work note'}
            </p>
            <NoteText text={valueOf(note, 'value')} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Variables({ ticket, answerText }: TicketProps) {
  return (
    <section aria-labelledby="variables">
      <h2 id="variables">Variables</h2>
      <dl>
        {ticket.answers
          .filter(({ name }) => name !== '')
          .map(({ question, option }) => (
            <>
              <dt>{valueOf(question, 'question_text')}</dt>
              <dd>{answerText(question, option) || '–'}</dd>
            </>
          ))}
      </dl>
      <p>
        <a href={`/sandbox/tickets/${valueOf(ticket.item, 'number')}/edit`}>Edit variables</a>
      </p>
    </section>
  );
}

import { DELIVERY_REFUSED } from '../../ledger/refusal.js';
import { WRITEBACK_UNDELIVERABLE } from '../../ledger/undeliverable.js';
import { path } from '../href.js';
import type { AttentionGroup, AttentionItem } from '../models/attention-group.js';
import { Empty } from '../parts/empty.js';
import { Link } from '../parts/link.js';
import { MarkShape } from '../parts/status-mark.js';
import { Ago } from '../parts/when.js';
import { kindNoun } from '../words/kind.js';
import { ownerWord } from '../words/owner.js';

export interface AttentionPage {
  groups: AttentionGroup[];
  now: number;
}

export function Attention({ groups, now }: AttentionPage) {
  return (
    <>
      <div class="heading">
        <h1>Attention</h1>
        <p class="soft">What needs a human, leavers first, one entry per cause.</p>
      </div>
      {groups.length === 0 && (
        <Empty title="Nothing needs you right now.">
          Matters appear here by themselves, with what happened and what to do. To see what is on
          its way, <Link to="/requests">open the requests</Link>.
        </Empty>
      )}
      {groups.map((group) => (
        <Group group={group} now={now} />
      ))}
    </>
  );
}

function Group({ group, now }: { group: AttentionGroup; now: number }) {
  const leavers = group.leavers > 0;
  return (
    <section class={leavers ? 'group urgent' : 'group'}>
      <div class="group-head">
        <h2>
          <span class={`status ${leavers ? 'bad' : 'warn'}`}>
            <MarkShape mark={leavers ? 'alert' : 'pause'} />
          </span>
          <span>{group.what}</span>
        </h2>
        <p class="soft">
          {`${group.count} ${group.count === 1 ? 'matter' : 'matters'}`}
          {leavers && ', '}
          {leavers && <b class="bad">{`${group.leavers} of leavers`}</b>}, oldest{' '}
          <Ago at={group.oldestAt} now={now} />
        </p>
      </div>
      <p>{group.next}</p>
      <p class="soft">
        {ownerWord(group.owner)} · <code>{group.cause}</code>
      </p>
      {group.cause === DELIVERY_REFUSED && (
        <p>
          <Link to="/deliveries">See what was refused, and why</Link>
        </p>
      )}
      <Items group={group} now={now} />
    </section>
  );
}

function Items({ group, now }: { group: AttentionGroup; now: number }) {
  const left = group.count - group.items.length;
  const more = `and ${left} more`;
  const ofRequests = group.items.some((item) => item.ticketId !== null);
  return (
    <>
      <ul class="items">
        {group.items.map((item) => (
          <Item item={item} now={now} cause={group.cause} />
        ))}
      </ul>
      {left > 0 && (
        <p>
          {ofRequests ? <Link to={path(['requests'], { cause: group.cause })}>{more}</Link> : more}
        </p>
      )}
    </>
  );
}

function Item({ item, now, cause }: { item: AttentionItem; now: number; cause: string }) {
  return (
    <li>
      {item.ticketId ? (
        <Link to={path(['requests', item.ticketId])} class="number">
          {item.number}
        </Link>
      ) : (
        <code>{item.subject}</code>
      )}
      {item.ticketId && <span>{kindNoun(item.kind)}</span>}
      <span class="soft">
        <Ago at={item.openedAt} now={now} />
      </span>
      <Command item={item} cause={cause} />
    </li>
  );
}

/** What no event ends for sure, a person may say is over, or is to be tried again. */
function Command({ item, cause }: { item: AttentionItem; cause: string }) {
  if (cause === DELIVERY_REFUSED) {
    return (
      <form action="/attention/refusals/close" method="post">
        <input type="hidden" name="subject" value={item.subject} />
        <button type="submit">Dealt with</button>
      </form>
    );
  }
  if (cause !== WRITEBACK_UNDELIVERABLE || !item.ticketId) return null;
  return (
    <form action="/attention/writebacks/again" method="post">
      <input type="hidden" name="ticket" value={item.ticketId} />
      <button type="submit">Write back again</button>
    </form>
  );
}

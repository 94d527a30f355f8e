import type { Change, Platform } from '../platform.js';
import { type Row, sysIdOf, valueOf } from '../row.js';
import { isCancelled } from '../rules/item.js';

/** What the rule or flow remembers of an item. */
interface Memory {
  approvedOnce: boolean;
  fired: boolean;
  /** Values the approval has had: a unique change never fires for one of them again (O7). */
  seen: string[];
  runningUntil: number;
}

const FRESH: Memory = { approvedOnce: false, fired: false, seen: [], runningUntil: 0 };

/** The customer's rule on the item table: queues a webhook where its trigger says so. */
export function onItemForWebhook(platform: Platform, change: Change): void {
  const { webhook } = platform.settings;
  if (change.table !== 'sc_req_item' || !change.before || webhook.url === '') return;
  const memories = platform.state.collection<Memory>('servicenow.trigger');
  const id = sysIdOf(change.after);
  const memory = { ...(memories.get(id) ?? FRESH) };
  memory.approvedOnce ||= valueOf(change.after, 'approval') === 'approved';
  const event = eventOf(platform, change, memory);
  if (event && !webhook.ignoreUsers.includes(change.by.userName)) {
    if (passes(platform, change.after, memory)) queue(platform, change.after, event);
  }
  memories.put(id, memory);
}

function eventOf(platform: Platform, change: Change, memory: Memory): string | undefined {
  const { trigger, laterEvents } = platform.settings.webhook;
  const approval = valueOf(change.after, 'approval');
  const moved = approval !== valueOf(change.before, 'approval');
  if (approval === 'approved' && (moved || trigger === 'every update')) return 'approval.approved';
  if (!laterEvents) return undefined;
  // A request that was never approved is told of once, when its approval is refused.
  if (approval === 'rejected' && moved) return 'approval.rejected';
  if (!memory.approvedOnce) return undefined;
  if (moved) return `approval.${approval.replaceAll(' ', '_')}`;
  const cancelled = isCancelled(change.after) && !isCancelled(change.before);
  // The item a rejection closes has told of the rejection already.
  return cancelled && approval !== 'rejected' ? 'request.cancelled' : undefined;
}

/** O7: the modes of itsm-platforms 3.5. */
function passes(platform: Platform, item: Row, memory: Memory): boolean {
  const { trigger, runMs } = platform.settings.webhook;
  const now = platform.clock.now();
  const state = `${valueOf(item, 'approval')}/${String(isCancelled(item))}`;
  const repeats = memory.seen.includes(state);
  if (!repeats) memory.seen = [...memory.seen, state];
  if (trigger === 'unique change' && repeats) return false;
  if (trigger === 'once' && memory.fired) return false;
  if (trigger === 'not while running' && now < memory.runningUntil) return false;
  memory.fired = true;
  memory.runningUntil = now + runMs;
  return true;
}

/** `run` tells two events of one item apart; it goes into the webhook's id. */
export function queue(
  platform: Platform,
  item: Row,
  event: string,
  run = valueOf(item, 'sys_mod_count'),
  instance?: string,
): void {
  const runAt = platform.asyncTime();
  const job = { kind: 'webhook' as const, runAt, item: sysIdOf(item), event, run };
  platform.jobs.add(instance === undefined ? job : { ...job, instance });
}

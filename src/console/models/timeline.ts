import type { RequestRows } from '../queries/request-rows.js';
import { attemptEvents } from './timeline-attempts.js';
import type { TimelineEvent } from './timeline-event.js';
import { ledgerEvents } from './timeline-ledger.js';

export interface TimelineGap {
  /** Milliseconds nothing happened before the event that follows. */
  ms: number;
  label: string;
}

export type TimelineLine = { is: 'event'; event: TimelineEvent } | { is: 'gap'; gap: TimelineGap };

/** A silence shorter than this explains itself. */
const GAP_MS = 10 * 60_000;

/** Everything that happened, oldest first, with long silences named for what they waited for. */
export function timeline(rows: RequestRows): TimelineLine[] {
  const events = [...ledgerEvents(rows), ...attemptEvents(rows)].sort((a, b) => a.at - b.at);
  return events.flatMap((event, index) => {
    const before = events[index - 1];
    const ms = before ? event.at - before.at : 0;
    const line: TimelineLine = { is: 'event', event };
    return ms < GAP_MS ? [line] : [{ is: 'gap', gap: { ms, label: waitedFor(event) } }, line];
  });
}

function waitedFor(next: TimelineEvent): string {
  if (next.source === 'entra') return 'waiting for Microsoft Entra';
  if (next.source === 'ticket') return 'waiting for the ticket system';
  if (next.source === 'attention') return 'nothing heard';
  return 'waiting for its time or its turn';
}

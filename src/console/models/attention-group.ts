import { readReason } from '../read-json.js';

export interface AttentionItem {
  subject: string;
  ticketId: string | null;
  number: string;
  kind: string | null;
  openedAt: number;
}

/** All open matters of one cause, counted. */
export interface Cause {
  cause: string;
  count: number;
  leavers: number;
  oldestAt: number;
}

/** A cause with its explanation, its cure, and the first of its matters. */
export interface AttentionGroup extends Cause {
  what: string;
  next: string;
  owner: string;
  items: AttentionItem[];
}

export interface OpenMatter {
  subject: string;
  reason: string;
  openedAt: number;
  ticketId: string | null;
  number: string | null;
  kind: string | null;
}

/** `matters` in the order in which they are shown. */
export function toGroup(cause: Cause, matters: readonly OpenMatter[]): AttentionGroup {
  const oldest = [...matters].sort((a, b) => a.openedAt - b.openedAt)[0];
  const reason = readReason(oldest?.reason ?? null);
  return {
    ...cause,
    what: reason?.what ?? cause.cause,
    next: reason?.next ?? '',
    owner: reason?.owner ?? 'operations',
    items: matters.map(toItem),
  };
}

function toItem(matter: OpenMatter): AttentionItem {
  const { subject, ticketId, kind, openedAt } = matter;
  return { subject, ticketId, kind, openedAt, number: matter.number || ticketId || '' };
}

/** A stopped target or job holds everybody up, so it stands next to the leavers. */
export function worstFirst(a: AttentionGroup, b: AttentionGroup): number {
  return rank(a) - rank(b) || a.oldestAt - b.oldestAt;
}

function rank(group: AttentionGroup): number {
  if (group.leavers > 0) return 0;
  return group.items.some((item) => item.ticketId === null) ? 1 : 2;
}

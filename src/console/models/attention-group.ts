import { readReason } from '../read-json.js';

export interface AttentionItem {
  subject: string;
  ticketId: string | null;
  number: string;
  kind: string | null;
  openedAt: number;
}

/** All open matters of one cause: one explanation, one cure. */
export interface AttentionGroup {
  cause: string;
  what: string;
  next: string;
  owner: string;
  count: number;
  leavers: number;
  oldestAt: number;
  items: AttentionItem[];
}

export interface OpenMatter {
  cause: string;
  subject: string;
  reason: string;
  openedAt: number;
  ticketId: string | null;
  number: string | null;
  kind: string | null;
}

const SHOWN = 50;

export function groupByCause(matters: readonly OpenMatter[]): AttentionGroup[] {
  const groups = new Map<string, OpenMatter[]>();
  for (const matter of matters) {
    const group = groups.get(matter.cause);
    if (group) group.push(matter);
    else groups.set(matter.cause, [matter]);
  }
  return [...groups.values()].map(toGroup).sort(worstFirst);
}

function toGroup(matters: OpenMatter[]): AttentionGroup {
  const first = matters[0] as OpenMatter;
  const reason = readReason(first.reason);
  return {
    cause: first.cause,
    what: reason?.what ?? first.cause,
    next: reason?.next ?? '',
    owner: reason?.owner ?? 'operations',
    count: matters.length,
    leavers: matters.filter((one) => one.kind === 'termination').length,
    oldestAt: Math.min(...matters.map((one) => one.openedAt)),
    items: [...matters].sort(leaversFirst).slice(0, SHOWN).map(toItem),
  };
}

function toItem(matter: OpenMatter): AttentionItem {
  const { subject, ticketId, kind, openedAt } = matter;
  return { subject, ticketId, kind, openedAt, number: matter.number || ticketId || '' };
}

function leaversFirst(a: OpenMatter, b: OpenMatter): number {
  const leaver = (one: OpenMatter) => (one.kind === 'termination' ? 0 : 1);
  return leaver(a) - leaver(b) || a.openedAt - b.openedAt;
}

/** A stopped target or job holds everybody up, so it stands next to the leavers. */
function worstFirst(a: AttentionGroup, b: AttentionGroup): number {
  return rank(a) - rank(b) || a.oldestAt - b.oldestAt;
}

function rank(group: AttentionGroup): number {
  if (group.leavers > 0) return 0;
  return group.items.some((item) => item.ticketId === null) ? 1 : 2;
}

import type { ChangeState } from '../domain/change.js';
import type { Kind } from '../domain/kind.js';
import type { Attributes } from '../domain/record.js';

export interface FoldChange {
  id: string;
  kind: Kind;
  state: ChangeState;
  effectiveAt: number;
  approvedAt: number;
  settledAt: number | null;
  patch: Attributes;
}

export interface Folded {
  /** What approved tickets say should be true now; may lack `active` where no baseline is known. */
  record: Attributes;
  /** Changes the record contains that have not been sent. */
  queue: string[];
  /** Changes that must wait because a termination goes out by itself first, and is proven. */
  behind: string[];
  /** Approved before a termination, would enable the account after it: a human decides. */
  hold: string[];
  /** Approved before a termination and without effect after it. */
  superseded: string[];
}

/**
 * A person's desired record: the baseline with every due change folded over it in order. Order,
 * not arrival, decides, so a repeat, a crash or a late webhook cannot put an old record over a new
 * one. A termination whose outcome is open ends the fold: it is uploaded itself, and proven, before
 * anything later is folded over it.
 */
export function fold(
  externalId: string,
  baseline: Attributes | null,
  baselineAt: number,
  changes: readonly FoldChange[],
  now: number,
): Folded {
  const folded: Folded = {
    record: { ...baseline, externalId },
    queue: [],
    behind: [],
    hold: [],
    superseded: [],
  };
  const shown = changes.filter((change) => inBaseline(change, baselineAt));
  let leaver = lastTermination(shown);
  let barred = false;
  for (const change of changes.filter((c) => takesPart(c, baselineAt, now)).sort(inOrder)) {
    const open = change.state === 'waiting' || change.state === 'queued';
    if (leaver && open && change.kind !== 'termination' && change.approvedAt < leaver.approvedAt) {
      (change.patch['active'] === true ? folded.hold : folded.superseded).push(change.id);
    } else if (barred) {
      if (open) folded.behind.push(change.id);
    } else {
      Object.assign(folded.record, uncovered(change, shown));
      if (open) folded.queue.push(change.id);
      if (change.kind === 'termination') {
        leaver = approvedLast(leaver, change);
        barred = open || change.state === 'sent';
      }
    }
  }
  return folded;
}

/** Nothing takes effect before its approval, so a backdated leaver stands after what was approved earlier. */
function inOrder(a: FoldChange, b: FoldChange): number {
  return from(a) - from(b) || a.approvedAt - b.approvedAt || (a.id < b.id ? -1 : 1);
}

function from(change: FoldChange): number {
  return Math.max(change.effectiveAt, change.approvedAt);
}

/**
 * What the baseline shows of newer changes stays, whatever an older one that comes late says of it;
 * a leaver's is sent as it is.
 */
function uncovered(change: FoldChange, shown: readonly FoldChange[]): Attributes {
  if (change.kind === 'termination') return change.patch;
  const newer = shown.filter((other) => inOrder(change, other) < 0);
  const kept = Object.entries(change.patch).filter(([path]) =>
    newer.every(({ patch }) => !(path in patch)),
  );
  return Object.fromEntries(kept);
}

/** What the baseline already shows is not folded again, but a termination in it still counts. */
function lastTermination(changes: readonly FoldChange[]): FoldChange | null {
  const leavers = changes.filter((change) => change.kind === 'termination');
  return leavers.reduce<FoldChange | null>(approvedLast, null);
}

/** A hire must have been approved since then, though an older termination may take effect later. */
function approvedLast(leaver: FoldChange | null, change: FoldChange): FoldChange {
  return leaver && leaver.approvedAt > change.approvedAt ? leaver : change;
}

function inBaseline(change: FoldChange, baselineAt: number): boolean {
  return change.settledAt !== null && change.settledAt < baselineAt;
}

function takesPart(change: FoldChange, baselineAt: number, now: number): boolean {
  switch (change.state) {
    case 'waiting':
      return change.effectiveAt <= now;
    case 'queued':
    case 'sent':
      return true;
    case 'applied':
    case 'unchanged':
      return !inBaseline(change, baselineAt);
    default:
      return false;
  }
}

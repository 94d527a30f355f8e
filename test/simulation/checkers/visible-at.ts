import type { AuditEvent } from '../history.js';

/** Few, so that a clock that once was ahead is soon forgotten. */
const NEIGHBOURS = 20;

/**
 * From when on each entry could be seen, at the earliest. Its own time was taken before its
 * transaction began to write, and a process that stood still meanwhile commits long after; but
 * entries are numbered in the order of their commits, so it was not there before the times of those
 * that have lower numbers. What one transaction wrote became visible as one.
 */
export function visibleTimes(audit: readonly AuditEvent[]): number[] {
  const visible: number[] = [];
  for (const [index, { at }] of audit.entries()) {
    const sameInstant = audit[index - 1]?.at === at;
    const before = audit.slice(Math.max(index - NEIGHBOURS, 0), index + 1);
    visible.push(sameInstant ? visible[index - 1]! : Math.max(...before.map((one) => one.at)));
  }
  return visible;
}

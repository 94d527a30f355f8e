import { createHash, timingSafeEqual } from 'node:crypto';

/** Takes the same time for any two texts, of any length: only digests are compared. */
export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

/** Looks at every candidate even after one fits. */
export function anySame(given: string, candidates: readonly string[]): boolean {
  return candidates.reduce((found, candidate) => sameText(given, candidate) || found, false);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

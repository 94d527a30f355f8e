import type { Entra, LogRow } from '../ports/entra.js';

export type LogRead =
  { is: 'read'; rows: LogRow[]; newestAt: number | null } | { is: 'unavailable'; why: string };

/** Bounds one look, so that an endless chain of pages ends; the next look begins anew. */
const MOST_PAGES = 200;

/**
 * All rows of the job since an instant, of everybody or of one person, keeping those `wanted`. A window that could not be read to
 * its end counts as not read: rows on the pages not seen could say something else.
 */
export async function readLog(
  entra: Entra,
  since: number,
  wanted: (row: LogRow) => boolean,
  person?: string,
): Promise<LogRead> {
  const rows = new Map<string, LogRow>();
  const seen = new Set<string>();
  let newestAt: number | null = null;
  let page = await entra.logs({ since, ...(person === undefined ? {} : { person }) });
  for (let count = 1; ; count++) {
    if (page.is === 'unavailable') return page;
    for (const row of page.rows) {
      newestAt = Math.max(newestAt ?? row.at, row.at);
      if (wanted(row)) rows.set(row.id, row);
    }
    if (page.next === null) return { is: 'read', rows: [...rows.values()], newestAt };
    if (seen.has(page.next) || count >= MOST_PAGES) {
      return {
        is: 'unavailable',
        why: 'the provisioning log did not come to an end',
      };
    }
    seen.add(page.next);
    page = await entra.logs({ next: page.next });
  }
}

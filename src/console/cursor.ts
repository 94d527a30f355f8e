/** A place in a list ordered by instant and id; it does not move when rows come in. */
export interface Cursor {
  at: number;
  id: string;
}

export interface PageWish {
  after?: Cursor;
  before?: Cursor;
  size: number;
}

export interface PageOf<Row> {
  rows: Row[];
  /** Cursors for the links, where there is more on that side. */
  previous?: string;
  next?: string;
}

export const PAGE_SIZES = [50, 100, 200] as const;

export function readPageWish(query: Record<string, unknown>): PageWish {
  const size = PAGE_SIZES.find((one) => String(one) === query['rows']) ?? PAGE_SIZES[0];
  const after = decode(query['after']);
  const before = after ? undefined : decode(query['before']);
  return { size, ...(after && { after }), ...(before && { before }) };
}

export function encode(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.at, cursor.id])).toString('base64url');
}

function decode(value: unknown): Cursor | undefined {
  if (typeof value !== 'string' || value.length > 300) return undefined;
  try {
    const [at, id] = JSON.parse(Buffer.from(value, 'base64url').toString()) as unknown[];
    return Number.isSafeInteger(at) && typeof id === 'string'
      ? { at: at as number, id }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Makes a page of what was found: one row more than asked for tells that there is more. */
export function pageOf<Row>(
  found: Row[],
  wish: PageWish,
  place: (row: Row) => Cursor,
): PageOf<Row> {
  const more = found.length > wish.size;
  const rows = found.slice(0, wish.size);
  if (wish.before) rows.reverse();
  const first = rows[0];
  const last = rows.at(-1);
  const page: PageOf<Row> = { rows };
  if (first && (wish.before ? more : wish.after)) page.previous = encode(place(first));
  if (last && (wish.before ? true : more)) page.next = encode(place(last));
  return page;
}

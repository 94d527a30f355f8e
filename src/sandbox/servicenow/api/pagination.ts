/** H2: absolute addresses, joined by commas without spaces, no `next` on the last page. */
export function linkHeader(
  address: string,
  query: URLSearchParams,
  page: { limit: number; offset: number; total: number },
  prevOnFirst: boolean,
): string {
  const { limit, offset, total } = page;
  const last = Math.max(0, Math.floor((total - 1) / limit) * limit);
  const parts: [string, number][] = [['first', 0]];
  if (offset > 0) parts.push(['prev', Math.max(0, offset - limit)]);
  // Seen in a mock that was built from a live system.
  else if (prevOnFirst) parts.push(['prev', -1]);
  if (offset + limit < total) parts.push(['next', offset + limit]);
  parts.push(['last', last]);
  return parts.map(([rel, at]) => `<${pageAddress(address, query, at)}>;rel="${rel}"`).join(',');
}

function pageAddress(address: string, query: URLSearchParams, offset: number): string {
  const next = new URLSearchParams(query);
  next.set('sysparm_offset', String(offset));
  return `${address}?${next.toString()}`;
}

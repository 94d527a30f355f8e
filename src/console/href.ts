import { isLoopbackHost } from './local-request.js';

/**
 * The only way an address gets into a page: a path of this console, https, or plain http to this
 * very machine (the sandbox). Anything else, `javascript:` above all, becomes no link at all.
 */
export function safeHref(address: string): string | undefined {
  if (/^\/(?![/\\])/.test(address) || /^[#?]/.test(address)) return address;
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const allowed =
    url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
  return allowed && !url.username && !url.password ? url.href : undefined;
}

/** A path of this console from its segments and query; empty values are left out. */
export function path(
  segments: readonly string[],
  query: Record<string, string | undefined> = {},
): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1]);
  const search = new URLSearchParams(pairs).toString();
  return `/${segments.map(encodeURIComponent).join('/')}${search ? `?${search}` : ''}`;
}

import type { Request } from 'express';

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOSTS.has(host.toLowerCase());
}

/** What reverse proxies add; a browser or a script at this machine has no reason to. */
const PROXY_HEADERS = ['forwarded', 'via', 'x-real-ip', 'x-request-id'];

/**
 * Somebody at this machine. The Host header is looked at too, or a web page whose name was made to
 * resolve to 127.0.0.1 could read the console; and a forwarded request comes from elsewhere.
 */
export function isLocal(request: Request): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const { remoteAddress = '' } = request.socket;
  return isLoopbackAddress(remoteAddress) && isLoopbackHost(host) && !isForwarded(request);
}

/**
 * A proxy on this machine arrives from loopback. nginx without further settings even writes a
 * loopback Host and adds no header, but speaks HTTP/1.0 (seen with 1.22), which no browser does.
 */
function isForwarded({ headers, httpVersion }: Request): boolean {
  if (httpVersion === '1.0') return true;
  const names = Object.keys(headers);
  return names.some((name) => name.startsWith('x-forwarded-') || PROXY_HEADERS.includes(name));
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

import type { Request } from 'express';

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOSTS.has(host.toLowerCase());
}

/**
 * Somebody at this machine. The Host header is looked at too, or a web page whose name was made to
 * resolve to 127.0.0.1 could read the console; and a forwarded request comes from elsewhere.
 */
export function isLocal(request: Request): boolean {
  const { headers, socket } = request;
  if (headers['x-forwarded-for'] || headers['forwarded']) return false;
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  return isLoopbackAddress(socket.remoteAddress ?? '') && isLoopbackHost(host);
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

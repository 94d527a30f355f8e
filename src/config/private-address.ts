import { BlockList, isIP } from 'node:net';

/** Ranges that do not lead to a public host (IANA special-purpose address registries). */
const RANGES_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
/** Those that carry an IPv4 address inside are refused whole: nobody's ITSM lives there. */
const RANGES_V6 = [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const;
const LOCAL_NAMES = /(^|\.)(localhost|local|internal|home\.arpa)$/;

// Two lists: one list would take every IPv4 address for a member of the mapped IPv6 range.
const v4 = new BlockList();
for (const [address, bits] of RANGES_V4) v4.addSubnet(address, bits, 'ipv4');
const v6 = new BlockList();
for (const [address, bits] of RANGES_V6) v6.addSubnet(address, bits, 'ipv6');

/** `hostname` as `URL` gives it: IPv6 in brackets, IPv4 in dotted decimal. */
export function isPrivate(hostname: string): boolean {
  const host = plain(hostname);
  const family = isIP(host);
  if (family === 4) return v4.check(host, 'ipv4');
  if (family === 6) return v6.check(host, 'ipv6');
  // A name without a dot is resolved by the local network's search list.
  return LOCAL_NAMES.test(host) || !host.includes('.');
}

export function isLoopback(hostname: string): boolean {
  const host = plain(hostname);
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}

function plain(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

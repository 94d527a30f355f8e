import { createHmac } from 'node:crypto';
import { anySame } from './constant-time.js';

/** More signatures than two keys and two schemes need are not a rotation but an attack. */
const MOST_SIGNATURES = 16;
/** No full stop: it separates the signed parts, and `a.1` + `2` must not read as `a` + `1.2`. */
export const EVENT_ID = /^[\x21-\x2d\x2f-\x7e]{1,200}$/;

export interface SignedDelivery {
  id: string;
  timestamp: string;
  signature: string;
}

export interface SigningRules {
  secrets: readonly string[];
  toleranceSeconds: number;
  now: number;
}

/** `wholes` are the bytes that may have been signed: as sent and, where packed, as unpacked. */
export function checkSignature(
  delivery: SignedDelivery,
  wholes: readonly Buffer[],
  rules: SigningRules,
): 'proven' | 'invalid-signature' | 'stale-timestamp' {
  if (!EVENT_ID.test(delivery.id)) return 'invalid-signature';
  if (!isCurrent(delivery.timestamp, rules)) return 'stale-timestamp';
  const given = delivery.signature.split(' ');
  if (given.length > MOST_SIGNATURES) return 'invalid-signature';
  const expected = rules.secrets.flatMap((secret) =>
    wholes.map((bytes) => sign(secret, delivery, bytes)),
  );
  const matches = given.filter((one) => one.startsWith('v1,') && anySame(one, expected));
  return matches.length > 0 ? 'proven' : 'invalid-signature';
}

function isCurrent(timestamp: string, { now, toleranceSeconds }: SigningRules): boolean {
  if (!/^[1-9]\d{0,11}$/.test(timestamp)) return false;
  return Math.abs(now / 1000 - Number(timestamp)) <= toleranceSeconds;
}

function sign(secret: string, { id, timestamp }: SignedDelivery, bytes: Buffer): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (key.length === 0) throw new Error('a connection has an empty webhook secret');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(bytes);
  return `v1,${mac.digest('base64')}`;
}

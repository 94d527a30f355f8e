import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Random } from '../../../ports/random.js';
import type { SandboxState } from '../../state.js';

/** Signs access tokens with a secret of this sandbox's own (HS256, RFC 7518 section 3.2). */
export class SigningKey {
  private readonly secret: string;

  constructor(state: SandboxState, random: Random) {
    const kept = state.collection<string>('entra.secret');
    if (!kept.get('key')) kept.put('key', `${random.uuid()}${random.uuid()}`);
    this.secret = kept.get('key')!;
  }

  sign(claims: object): string {
    const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
    return `${signed}.${this.signature(signed).toString('base64url')}`;
  }

  verifies(token: string): boolean {
    const end = token.lastIndexOf('.');
    const given = Buffer.from(token.slice(end + 1), 'base64url');
    const expected = this.signature(token.slice(0, Math.max(end, 0)));
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  private signature(signed: string): Buffer {
    return createHmac('sha256', this.secret).update(signed).digest();
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

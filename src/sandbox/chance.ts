import { randomBytes, randomInt } from 'node:crypto';
import type { Random } from '../ports/random.js';

const STEPS = 2 ** 32;

/** Chance for a sandbox that runs by itself; simulations bring their own. */
export const chance: Random = {
  fraction: () => randomInt(STEPS) / STEPS,
  /** RFC 9562 section 5.4. */
  uuid() {
    const bytes = randomBytes(16);
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = bytes.toString('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  },
};

import { randomUUID } from 'node:crypto';
import type { Random } from '../ports/random.js';

export const systemRandom: Random = { fraction: () => Math.random(), uuid: () => randomUUID() };

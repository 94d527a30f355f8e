import { KINDS, type Kind } from '../domain/kind.js';
import type { ViewStatus } from '../domain/view.js';
import { isStatus } from './words/status.js';
import { WRITEBACK_STATES, type WritebackState } from './words/writeback.js';

/** What a list of requests is narrowed to. All of it stands in the URL, so that a link shares it. */
export interface Filters {
  q?: string;
  kind?: Kind;
  state?: ViewStatus;
  writeback?: WritebackState;
  age?: Age;
  connection?: string;
  cause?: string;
  late?: 'yes';
}

export const AGES = { '20m': 1_200_000, '1h': 3_600_000, '4h': 14_400_000, '1d': 86_400_000 };
export type Age = keyof typeof AGES;

const LONGEST = 200;

type Query = Record<string, unknown>;

/** Unknown names and values are left out: an old link must still open. */
export function readFilters(query: Query): Filters {
  const filters: Filters = {};
  const q = word(query, 'q');
  if (q) filters.q = q;
  const kind = KINDS.find((one) => one === query['kind']);
  if (kind) filters.kind = kind;
  if (isStatus(query['state'])) filters.state = query['state'];
  const writeback = WRITEBACK_STATES.find((one) => one === query['writeback']);
  if (writeback) filters.writeback = writeback;
  const age = word(query, 'age');
  if (age && Object.hasOwn(AGES, age)) filters.age = age as Age;
  const connection = word(query, 'connection');
  if (connection) filters.connection = connection;
  const cause = word(query, 'cause');
  if (cause) filters.cause = cause;
  if (query['late'] === 'yes') filters.late = 'yes';
  return filters;
}

/** One text parameter, trimmed and bounded; a NUL would be refused by PostgreSQL. */
export function word(query: Query, name: string): string | undefined {
  const value = query[name];
  if (typeof value !== 'string') return undefined;
  return value.replaceAll('\0', '').trim().slice(0, LONGEST) || undefined;
}

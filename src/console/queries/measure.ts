import { LANES } from '../../domain/kind.js';
import type { Reader } from '../../ports/store.js';

export type Labelled = { labels: Record<string, string>; value: number };

const DAY_MS = 86_400_000;

export async function ticketsByState(read: Reader): Promise<Labelled[]> {
  const rows = await read
    .selectFrom('ticket')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  return rows.map((row) => ({ labels: { state: row.state }, value: Number(row.count) }));
}

export async function changesByKind(read: Reader): Promise<Labelled[]> {
  const rows = await read
    .selectFrom('change')
    .select((eb) => ['kind', 'state', eb.fn.countAll<number>().as('count')])
    .groupBy(['kind', 'state'])
    .execute();
  return rows.map(({ kind, state, count }) => ({ labels: { kind, state }, value: Number(count) }));
}

export async function uploadsOfDay(read: Reader, now: number): Promise<Labelled[]> {
  const rows = await read
    .selectFrom('upload')
    .select((eb) => ['target', 'state', eb.fn.countAll<number>().as('count')])
    .where('started_at', '>', now - DAY_MS)
    .groupBy(['target', 'state'])
    .execute();
  return rows.map((row) => ({
    labels: { target: row.target, state: row.state },
    value: Number(row.count),
  }));
}

export async function attentionByCause(read: Reader): Promise<Labelled[]> {
  const rows = await read
    .selectFrom('attention')
    .select((eb) => ['cause', eb.fn.countAll<number>().as('count')])
    .where('closed_at', 'is', null)
    .groupBy('cause')
    .execute();
  return rows.map((row) => ({ labels: { cause: row.cause }, value: Number(row.count) }));
}

export interface QueueMeasure {
  labels: { target: string; lane: string };
  waiting: number;
  oldestSeconds: number;
}

/** Every lane is told, also an empty one, so that an alarm on it never lacks its series. */
export async function queueByLane(read: Reader, now: number): Promise<QueueMeasure[]> {
  const rows = await read
    .selectFrom('person')
    .select((eb) => ['target', 'lane', eb.fn.countAll<number>().as('count')])
    .select((eb) => eb.fn.min('queued_at').as('oldest'))
    .where('lane', 'is not', null)
    .where('attempt_id', 'is', null)
    .groupBy(['target', 'lane'])
    .execute();
  const targets = await read.selectFrom('person').select('target').distinct().execute();
  return targets.flatMap(({ target }) =>
    LANES.map((lane, rank) => {
      const row = rows.find((one) => one.target === target && Number(one.lane) === rank);
      return {
        labels: { target, lane },
        waiting: Number(row?.count ?? 0),
        oldestSeconds: secondsSince(row?.oldest ?? null, now),
      };
    }),
  );
}

export async function writebacksBehind(read: Reader, now: number) {
  const row = await read
    .selectFrom('ticket')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .select((eb) => eb.fn.min('writeback_since').as('oldest'))
    .where((eb) => eb('view_version', '>', eb.ref('shown_version')))
    .executeTakeFirstOrThrow();
  return { waiting: Number(row.count), oldestSeconds: secondsSince(row.oldest, now) };
}

function secondsSince(at: number | null, now: number): number {
  return at === null ? 0 : Math.max(now - Number(at), 0) / 1000;
}

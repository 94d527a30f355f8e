import type { Reader } from '../../ports/store.js';
import { lateLeavers } from './late-leavers.js';

export interface TopBarCounts {
  lateLeavers: number;
  attention: number;
}

export async function topBarCounts(read: Reader, now: number): Promise<TopBarCounts> {
  const late = await lateLeavers(read, now);
  const open = await read
    .selectFrom('attention')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { lateLeavers: late.length, attention: Number(open.count) };
}

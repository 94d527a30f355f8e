import type { Directory } from '../ports/directory.js';
import type { Reader } from '../ports/store.js';
import type { Draft } from './map-ticket.js';

/** Candidates looked at first: a second one for the case that somebody is quicker. */
const FIRST = 2;
/** Candidates looked at in one round, and the most Graph takes in one `in` filter. */
const PER_ROUND = 15;

interface Search {
  names: Iterator<string>;
  free: string[];
  done: boolean;
}

/**
 * The first user names of each draft that are free in the ledger and in the directory. Null: the
 * directory cannot be asked just now. Free now is not free later: the ledger decides at the end.
 */
export async function shortlist(
  read: Reader,
  directory: Directory | null,
  target: string,
  drafts: readonly Draft[],
): Promise<Map<Draft, string[]> | null> {
  const searches = new Map<Draft, Search>();
  for (const draft of drafts) {
    const names = draft.candidates?.[Symbol.iterator]();
    if (names) searches.set(draft, { names, free: [], done: false });
  }
  // Most people get their first candidate, so the first round asks for few.
  for (let most = FIRST; ; most = PER_ROUND) {
    const open = [...searches.values()].filter((search) => !search.done);
    if (open.length === 0) break;
    if (!(await searchOnce(read, directory, target, open, most))) return null;
  }
  return new Map([...searches].map(([draft, { free }]) => [draft, free]));
}

async function searchOnce(
  read: Reader,
  directory: Directory | null,
  target: string,
  open: Search[],
  most: number,
): Promise<boolean> {
  const offered = open.map((search) => ({ search, names: take(search, most) }));
  const promised = await inLedger(
    read,
    target,
    offered.flatMap(({ names }) => names),
  );
  const asked = offered.flatMap(({ names }) => names.filter((name) => !promised.has(name)));
  const taken = await inDirectory(directory, [...new Set(asked)]);
  if (!taken) return false;
  for (const { search, names } of offered) {
    search.free.push(...names.filter((name) => !promised.has(name) && !taken.has(name)));
    if (search.free.length > 0) search.done = true;
  }
  return true;
}

function take(search: Search, most: number): string[] {
  const names: string[] = [];
  while (names.length < most && !search.done) {
    const next = search.names.next();
    if (next.done) search.done = true;
    else names.push(next.value.toLowerCase());
  }
  return names;
}

async function inLedger(read: Reader, target: string, names: string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const rows = await read
    .selectFrom('user_name')
    .select('user_name')
    .where('target', '=', target)
    .where('user_name', 'in', [...new Set(names)])
    .execute();
  return new Set(rows.map((row) => row.user_name));
}

async function inDirectory(
  directory: Directory | null,
  names: string[],
): Promise<Set<string> | null> {
  const taken = new Set<string>();
  if (!directory) return taken;
  const asks: Promise<Awaited<ReturnType<Directory['userNamesTaken']>>>[] = [];
  for (let at = 0; at < names.length; at += PER_ROUND)
    asks.push(directory.userNamesTaken(names.slice(at, at + PER_ROUND)));
  for (const answer of await Promise.all(asks)) {
    if (answer.is === 'unavailable') return null;
    for (const name of answer.taken) taken.add(name.toLowerCase());
  }
  return taken;
}

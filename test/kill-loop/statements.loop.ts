import { failAtEach } from './fail-at-n.js';
import { failingEngine, type EngineFault, type Site } from './failing-engine.js';
import { runInProcess } from './in-process.js';
import { pick } from './share.js';

const LOOP_MS = 60 * 60_000;

/** First, second, fourth, eighth and so on: what differs between passes differs early. */
function sitesOf(passes: ReadonlyMap<string, number>): Site[] {
  return [...passes].flatMap(([sql, most]) => doubling(most).map((pass) => ({ sql, pass })));
}

function doubling(most: number): number[] {
  return Array.from({ length: 1 + Math.floor(Math.log2(most)) }, (_, index) => 2 ** index);
}

async function calmPasses(): Promise<ReadonlyMap<string, number>> {
  const { passes, ...engine } = failingEngine(null, 'statement');
  expect(await runInProcess(engine)).toEqual([]);
  return passes;
}

const failAt = (site: Site, fault: EngineFault) => runInProcess(failingEngine(site, fault));

const FAULTS: { id: string; fault: EngineFault; what: string }[] = [
  { id: 'F34', fault: 'statement', what: 'a statement fails and its transaction stands' },
  { id: 'F31', fault: 'transaction', what: 'a statement fails and its transaction is undone' },
];

test.each(FAULTS)(
  '$id: $what, at every statement at its 1st, 2nd, 4th … pass',
  async ({ id, fault, what }) => {
    const sites = pick(
      sitesOf(await calmPasses()),
      FAULTS.findIndex((one) => one.id === id),
    );
    const violations = await failAtEach(`${id} ${what}`, sites, (site) => failAt(site, fault));
    expect(violations).toEqual([]);
  },
  LOOP_MS,
);

test(
  'F33: a commit is durable and told as failed, at every commit',
  async () => {
    const commits = (await calmPasses()).get('commit') ?? 0;
    const all = Array.from({ length: commits }, (_, at) => ({ sql: 'commit', pass: at + 1 }));
    const sites = pick(all, FAULTS.length);
    const violations = await failAtEach('F33 commit answer lost', sites, (site) =>
      failAt(site, 'answer'),
    );
    expect(violations).toEqual([]);
  },
  LOOP_MS,
);

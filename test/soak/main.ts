import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openSqliteStore } from '../../src/adapters/sql-store/sqlite-store.js';
import { DAY } from '../simulation/plan.js';
import { measureRetention } from './measure-retention.js';
import { runSoak, type Sample } from './soak.js';
import { START } from './soak-world.js';

// npm run soak -- [--tickets 100000] [--days 7] [--dir /where/the/ledger/goes] [--keep]
// npm run soak -- --retain /path/bridge.sqlite [--at 9]     only the last part, on a ledger kept
const { values } = parseArgs({
  options: {
    tickets: { type: 'string', default: '100000' },
    days: { type: 'string', default: '7' },
    dir: { type: 'string' },
    keep: { type: 'boolean', default: false },
    retain: { type: 'string' },
    at: { type: 'string', default: '9' },
  },
});
/** Tickets that ended longer ago than this, at the end of a run, are forgotten to see what it frees. */
const KEPT_DAYS = 4;
const print = (figures: object) => console.log(JSON.stringify(figures));

if (values.retain) {
  const store = await openSqliteStore(values.retain);
  print(await measureRetention(store, START + Number(values.at) * DAY, KEPT_DAYS));
  await store.close();
} else {
  const place = values.dir ?? tmpdir();
  mkdirSync(place, { recursive: true });
  const dir = mkdtempSync(join(place, 'jml-soak-'));
  process.exitCode = await soak(dir);
  if (values.keep) console.log(`kept: ${dir}`);
  else rmSync(dir, { recursive: true });
}

async function soak(dir: string): Promise<number> {
  const samples: Sample[] = [];
  const { world, checked } = await runSoak({
    tickets: Number(values.tickets),
    days: Number(values.days),
    file: join(dir, 'bridge.sqlite'),
    onSample: (sample) => print(samples[samples.push(sample) - 1] as Sample),
  });
  const { desk, entra, warnings, store } = world;
  print({ ...checked, ...desk.told, records: entra.records, calls: entra.callsAt.length });
  print({ warnings: Object.fromEntries(warnings), ...growth(samples, Number(values.days)) });
  print(await measureRetention(store, world.clock.now(), KEPT_DAYS));
  await store.close();
  return checked.violations.length > 0 ? 1 : 0;
}

/** Bytes of the file per ticket, and how much memory a simulated day adds once two days have passed. */
function growth(samples: readonly Sample[], days: number) {
  const week = samples.filter(({ day }) => day > Math.min(2, days / 2) && day <= days);
  const last = samples.at(-1);
  return {
    fileKiBPerTicket: last ? round((last.fileMiB * 1024) / last.told) : 0,
    heapMiBPerDay: round(slope(week.map(({ day, heapMiB }) => [day, heapMiB]))),
    rssMiBPerDay: round(slope(week.map(({ day, rssMiB }) => [day, rssMiB]))),
  };
}

/** Least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return over / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

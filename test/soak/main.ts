import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runSoak } from './soak.js';

const { values } = parseArgs({
  options: {
    tickets: { type: 'string', default: '100000' },
    days: { type: 'string', default: '7' },
    dir: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const dir = mkdtempSync(join(values.dir ?? tmpdir(), 'jml-soak-'));
const { world, checked } = await runSoak({
  tickets: Number(values.tickets),
  days: Number(values.days),
  file: join(dir, 'bridge.sqlite'),
  onSample: (sample) => console.log(JSON.stringify(sample)),
});
console.log(
  JSON.stringify({
    ...checked,
    ...world.desk.told,
    records: world.entra.records,
    calls: world.entra.callsAt.length,
    warnings: Object.fromEntries(world.warnings),
  }),
);
await world.store.close();
if (values.keep) console.log(`kept: ${dir}`);
else rmSync(dir, { recursive: true });

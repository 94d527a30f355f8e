import type { OpenAttempt } from '../../src/outcome/open-attempts.js';
import { disabledLongAgo } from '../../src/outcome/read-back.js';
import type { LogQuery, LogRow } from '../../src/ports/entra.js';
import { FakeClock } from '../support/fake-clock.js';
import { FakeEntra, logRow } from '../support/fake-entra.js';
import { testTarget as target } from '../support/target.js';

const HOUR = 3_600_000;
const clock = new FakeClock();
const FROM = clock.now() - 30 * HOUR;
let entra: FakeEntra;
let asked: LogQuery[];
beforeEach(() => {
  entra = new FakeEntra();
  asked = [];
  const logs = entra.logs.bind(entra);
  entra.logs = (query) => {
    asked.push(query);
    return logs(query);
  };
});

const open = (externalId: string, change: Partial<OpenAttempt> = {}): OpenAttempt => ({
  row: { external_id: externalId } as OpenAttempt['row'],
  record: { externalId, active: false },
  ...{
    leaver: true,
    from: FROM,
    since: clock.now(),
    within: clock.now() - 6 * HOUR,
    exists: true,
    wasDisabled: false,
    mayEnableUntil: -Infinity,
  },
  ...change,
});
function disabling(externalId: string, at: number, change: Partial<LogRow> = {}): LogRow {
  return logRow(externalId, at, { action: 'disable', ...change });
}
const read = (due: OpenAttempt[], fraction = 0) =>
  disabledLongAgo(
    { entra, target, clock, random: { fraction: () => fraction, uuid: () => '' } },
    due,
  );

test('a leaver first sent long ago is looked for by name, from then on', async () => {
  entra.rows = [disabling('E1', FROM + 1_000), disabling('E2', FROM + 1_000)];
  expect(await read([open('E1')])).toEqual(new Set(['E1']));
  expect(asked).toEqual([{ since: FROM - target.timing.clockSkewMs, person: 'E1' }]);
});

test.each([
  ['of another job', disabling('E1', FROM + 1_000, { jobId: 'another' })],
  ['from before the first call', disabling('E1', FROM - HOUR)],
  ['that disabled nothing', logRow('E1', FROM + 1_000)],
])('a row %s says nothing', async (_what, row) => {
  entra.rows = [row];
  expect(await read([open('E1')])).toEqual(new Set());
});

test('nobody else is looked for', async () => {
  const near = { from: clock.now() - HOUR, within: clock.now() - HOUR };
  const others = [open('E2', { leaver: false }), open('E3', { wasDisabled: true })];
  expect(await read([open('E1', near), ...others])).toEqual(new Set());
  expect(asked).toEqual([]);
});

test('five at one look, and others the next time', async () => {
  const many = ['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7'].map((id) => open(id));
  await read(many);
  await read(many, 0.99);
  expect(asked.map((query) => ('person' in query ? query.person : ''))).toEqual([
    ...['E1', 'E2', 'E3', 'E4', 'E5'],
    ...['E7', 'E1', 'E2', 'E3', 'E4'],
  ]);
});

test('what cannot be read leaves the question open', async () => {
  entra.logs = () => Promise.resolve({ is: 'unavailable', why: 'answer 500' });
  expect(await read([open('E1')])).toEqual(new Set());
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from '../../src/kit/index.js';
import { drive } from './drive.js';
import {
  ROOT,
  connectorIn,
  examples,
  folders,
  frozen,
  script,
  ticketNamed,
  type DeliveryExample,
  type ReadExample,
  type Step,
  type SweepExample,
  type WritebackExample,
} from './examples.js';

/** Sent by nobody who means well; a connector refuses, ignores or hints, but never throws. */
const ODD_BODIES: unknown[] = [
  ...[{}, [], null, 'text', 1, true, { data: null }, { data: [] }, { data: { id: {} } }],
  ...[{ sys_id: '../../etc' }, { number: 'RITM1^ORactive=true' }, { sys_id: { $gt: '' } }],
  ...[{ constructor: 1 }, JSON.parse('{"__proto__":{"approval":"approved"}}')],
  ...[{ type: 'jml.request', data: { id: '*', vars: [] } }, { sys_id: 'undefined' }],
];
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** Runs it twice, on frozen input: the same answers must lead to the same questions. */
function run<T>(exchange: readonly Step[], talk: () => Exchange<T>): T {
  const first = script(exchange);
  const { value, asked } = drive(talk(), first.answer);
  expect(first.left()).toBe(0);
  const again = drive(talk(), script(exchange).answer);
  expect(again).toEqual({ value, asked });
  for (const { path } of asked) expect(path).toMatch(/^\/[^/\\]/);
  return value;
}

describe.each(folders())('connectors/%s', (folder) => {
  test('is named like its folder and says what each setting means', async () => {
    const { name, title, settings, concurrency, readBatch } = await connectorIn(folder);
    expect({ name, title }).toEqual({ name: folder, title: expect.stringMatching(/\S/) });
    expect(Math.min(concurrency, readBatch)).toBeGreaterThan(0);
    for (const setting of settings) {
      expect(setting.label).toMatch(/\S/);
      expect(setting.description).toMatch(/\.$/);
      if (setting.choices) expect(setting.choices).toContain(setting.default);
    }
  });

  test('has a guide that names every setting', async () => {
    const guide = readFileSync(join(ROOT, folder, 'README.md'), 'utf8');
    for (const { name } of (await connectorIn(folder)).settings) {
      expect(guide).toContain(`\`${name}\``);
    }
  });

  test('imports the kit, its own files and hashes, and nothing else', () => {
    for (const file of readdirSync(join(ROOT, folder)).filter((one) => one.endsWith('.ts'))) {
      const source = readFileSync(join(ROOT, folder, file), 'utf8');
      for (const [, from] of source.matchAll(/from '([^']+)'/g)) {
        expect(from).toMatch(/^(\.\.\/\.\.\/src\/kit\/index\.js|\.\/[a-z-]+\.js|node:crypto)$/);
      }
    }
  });

  test('has an example of every kind, and a writeback with and without a repeat', () => {
    const kinds = ['delivery', 'read', 'writeback'];
    for (const kind of kinds) expect(examples(folder, kind)).not.toHaveLength(0);
    const all = examples<WritebackExample>(folder, 'writeback');
    const repeats = new Set(all.map(([, { order }]) => order.mayBeRepeat));
    expect(repeats).toEqual(new Set([true, false]));
  });

  test.each(ODD_BODIES)('survives the delivery %j', async (body) => {
    const said = (await connectorIn(folder)).parse(frozen(body), {});
    expect(said.is).toBe('refusal');
  });

  test.each(examples<DeliveryExample>(folder, 'delivery'))('%s', async (_, example) => {
    const { settings, body, says } = frozen(example);
    const said = (await connectorIn(folder)).parse(body, settings);
    expect(said).toEqual(says);
    const tickets = said.is === 'hint' ? said.tickets : [];
    for (const id of tickets.flatMap(Object.values)) expect(id).toMatch(ID);
  });

  test.each(examples<ReadExample>(folder, 'read'))('%s', async (_, example) => {
    const { settings, orders, exchange, tickets } = frozen(example);
    const connector = await connectorIn(folder);
    const found = run(exchange, () => connector.read(orders, settings));
    expect(found).toEqual(tickets.map((name) => ticketNamed(folder, name)));
  });

  test('asks nothing where there is nothing to read', async () => {
    const connector = await connectorIn(folder);
    expect(run([], () => connector.read([], {}))).toEqual([]);
  });

  test('asks nothing where there is nothing to sweep for', async () => {
    const connector = await connectorIn(folder);
    expect(run([], () => connector.sweep(0, [], {}))).toEqual([]);
  });

  const sweeps = examples<SweepExample>(folder, 'sweep');
  (sweeps.length > 0 ? test.each(sweeps) : test.skip.each([['no sweep', null]]))(
    '%s',
    async (_, example) => {
      const { settings, since, catalogItems, exchange, finds } = frozen(example) as SweepExample;
      const connector = await connectorIn(folder);
      const found = run(exchange, () => connector.sweep(Date.parse(since), catalogItems, settings));
      expect(found).toEqual(finds);
    },
  );

  test.each(examples<WritebackExample>(folder, 'writeback'))('%s', async (_, example) => {
    const { settings, ticket, order, exchange, result } = frozen(example);
    const connector = await connectorIn(folder);
    const whole = frozen({ ...order, ticket: ticketNamed(folder, ticket) });
    expect(run(exchange, () => connector.writeback(whole, settings))).toEqual(result);
    expect(connector.ticketUrl(whole.ticket, settings)).toMatch(/^(\/[^/\\].*)?$/);
  });
});

import { CATALOG_ITEMS } from '../../../src/sandbox/servicenow/index.js';
import { Bench, HIRE, personId, siteId } from './instance.js';

const ORDER = `/api/sn_sc/servicecatalog/items/${CATALOG_ITEMS.newHire}/order_now`;

test('lists the three items people can order, and no more', () => {
  const items = new Bench().result<{ name: string }[]>('GET', '/api/sn_sc/servicecatalog/items');
  expect(items.map(({ name }) => name)).toEqual(['New hire', 'Transfer', 'Termination']);
});

test('shows the variables of an item', () => {
  const path = `/api/sn_sc/v1/servicecatalog/items/${CATALOG_ITEMS.termination}`;
  const item = new Bench().result<{ variables: { name: string }[] }>('GET', path);
  const names = item.variables.map(({ name }) => name).filter((name) => name !== '');
  expect(names).toEqual(['user', 'last_day', 'last_day_time', 'immediate', 'reason']);
});

test('R17: order_now answers the request and not its item', () => {
  const body = { sysparm_quantity: '1', variables: HIRE };
  const result = new Bench().result('POST', ORDER, body);
  expect(result['table']).toBe('sc_request');
  expect(result['number']).toMatch(/^REQ\d{7}$/);
  expect(result['request_number']).toBe(result['number']);
});

test('the item waits for the approval of the manager named in the request', () => {
  const bench = new Bench();
  const item = bench.hire();
  const approval = bench.approval(item['sys_id']!);
  expect(item).toMatchObject({ approval: 'requested', stage: 'waiting_for_approval', state: '1' });
  expect(approval).toMatchObject({ state: 'requested', approver: personId('ana.silva') });
});

test('a termination is approved by the manager of the person who leaves', () => {
  const bench = new Bench();
  const item = bench.order('termination', {
    user: personId('rui.almeida'),
    last_day: '2026-12-01',
  });
  expect(bench.approval(item['sys_id']!)['approver']).toBe(personId('ana.silva'));
});

test('somebody without a manager is approved by the default approver', () => {
  const bench = new Bench();
  const user = personId('helena.duarte');
  const item = bench.order('termination', { user, last_day: '2026-12-01' });
  expect(bench.approval(item['sys_id']!)['approver']).toBe(personId('grace.kim'));
});

test('a missing mandatory variable is a 400 that names it', () => {
  const variables = { ...HIRE, last_name: '' };
  const answer = new Bench().call('POST', ORDER, { body: { sysparm_quantity: '1', variables } });
  expect(answer.status).toBe(400);
  expect(answer.body).toContain('last_name');
});

test('R14: containers and labels have answers without a name', () => {
  const bench = new Bench();
  const item = bench.hire();
  const fields = '&sysparm_fields=sc_item_option.value,sc_item_option.item_option_new.name';
  const rows = bench.rows('sc_item_option_mtom', `request_item=${item['sys_id']}`, fields);
  const named = rows.filter((row) => row['sc_item_option.item_option_new.name'] !== '');
  expect(rows.length).toBeGreaterThan(named.length);
  const lastName = named.find((row) => row['sc_item_option.item_option_new.name'] === 'last_name');
  expect(lastName?.['sc_item_option.value']).toBe('Magalhães');
});

test('R15: editing a variable changes the answer and not the item', () => {
  const bench = new Bench();
  const item = bench.hire();
  bench.clock.time += 60_000;
  const path = `/api/sn_sc/servicecatalog/variables/sc_req_item/${item['sys_id']}`;
  expect(bench.call('PUT', path, { body: { start_date: '2027-01-04' } }).status).toBe(200);
  const query = `request_item=${item['sys_id']}^sc_item_option.item_option_new.name=start_date`;
  const fields = '&sysparm_fields=sc_item_option.value,sc_item_option.sys_updated_on';
  const [row] = bench.rows('sc_item_option_mtom', query, fields);
  expect(row).toEqual({
    'sc_item_option.value': '2027-01-04',
    'sc_item_option.sys_updated_on': '2026-11-23 09:01:00',
  });
  expect(bench.item(item['sys_id']!)['sys_updated_on']).toBe('2026-11-23 09:00:00');
  expect(bench.history('variableEdit')).toMatchObject([
    { name: 'start_date', value: '2027-01-04' },
  ]);
});

test('R15 switched: an instance where the edit touches the item', () => {
  const bench = new Bench({ variableEditTouchesItem: true });
  const item = bench.hire();
  bench.clock.time += 60_000;
  const path = `/api/sn_sc/servicecatalog/variables/sc_req_item/${item['sys_id']}`;
  bench.call('PUT', path, { body: { start_date: '2027-01-04' } });
  expect(bench.item(item['sys_id']!)['sys_updated_on']).toBe('2026-11-23 09:01:00');
});

test('R16: the item is there before its request', () => {
  const bench = new Bench({ requestLagMs: 2000 });
  const item = bench.hire();
  const request = `/api/now/table/sc_request/${item['request']}`;
  expect(bench.call('GET', request).status).toBe(404);
  bench.clock.time += 2000;
  bench.sandbox.settle();
  expect(bench.call('GET', request).status).toBe(200);
});

test('R16: an order guide gives several items under one request', () => {
  const bench = new Bench();
  const path = `/api/sn_sc/servicecatalog/items/${CATALOG_ITEMS.onboardingGuide}/order_now`;
  const request = bench.result('POST', path, { sysparm_quantity: '1', variables: HIRE });
  const items = bench.rows('sc_req_item', `request=${request['sys_id']}`);
  expect(items.map((item) => item['cat_item'])).toEqual([
    CATALOG_ITEMS.newHire,
    CATALOG_ITEMS.laptop,
  ]);
});

test('a reference is resolved by the display_value call', () => {
  const bench = new Bench();
  const [question] = bench.rows(
    'item_option_new',
    `name=location^cat_item=${CATALOG_ITEMS.newHire}`,
  );
  const path = `/api/sn_sc/servicecatalog/variables/${question!['sys_id']}/display_value`;
  const shown = bench.result<string>('POST', path, { sysparm_value: siteId('Tokyo') });
  expect(shown).toBe('Tokyo');
});

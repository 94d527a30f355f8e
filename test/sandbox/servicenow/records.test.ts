import { ADMIN_SYS_ID } from '../../../src/sandbox/servicenow/index.js';
import { Bench, personId, siteId } from './instance.js';

const ITEM = '/api/now/table/sc_req_item';

function withItem(settings = {}) {
  const bench = new Bench(settings);
  const id = bench.hire()['sys_id']!;
  const patch = (body: object, query = '') =>
    bench.result<Record<string, unknown>>('PATCH', `${ITEM}/${id}${query}`, body);
  const read = <T = Record<string, unknown>>(query: string, as = 'admin') =>
    bench.result<T>('GET', `${ITEM}/${id}?${query}`, undefined, as);
  return { bench, id, patch, read };
}

test('R1: identifiers and numbers have the platform’s form', () => {
  const { read } = withItem();
  expect(read('')).toMatchObject({
    sys_id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    number: expect.stringMatching(/^RITM\d{7}$/) as string,
  });
});

test('R1: each table counts for itself', () => {
  const bench = new Bench();
  const [first, second] = [bench.hire(), bench.hire()];
  expect(Number(second['number']!.slice(4)) - Number(first['number']!.slice(4))).toBe(1);
});

test('R2: an insert fills in what the platform fills in', () => {
  expect(withItem().read('')).toMatchObject({
    ...{
      sys_created_on: '2026-11-23 09:00:00',
      sys_created_by: 'admin',
      sys_class_name: 'sc_req_item',
    },
    ...{ sys_domain: 'global', sys_domain_path: '/', active: 'true', state: '1' },
    ...{ upon_approval: 'proceed', upon_reject: 'cancel', escalation: '0', made_sla: 'true' },
    ...{ knowledge: 'false', impact: '3', urgency: '3', priority: '4' },
  });
});

test('R2: a new task is not yet requested and has no update', () => {
  const row = new Bench().result('POST', '/api/now/table/sc_task', { short_description: 'x' });
  expect(row).toMatchObject({ approval: 'not requested', sys_mod_count: '0', state: '1' });
});

test('R3: an update counts and is stamped', () => {
  const { bench, patch, read } = withItem();
  const before = Number(read('')['sys_mod_count']);
  bench.clock.time += 1000;
  expect(patch({ u_jml_status: 'queued' })).toMatchObject({
    ...{ sys_mod_count: String(before + 1), sys_updated_on: '2026-11-23 09:00:01' },
    ...{ u_jml_status: 'queued', sys_updated_by: 'admin' },
  });
});

test('R3: an update that changes nothing leaves no trace', () => {
  const { bench, patch, read } = withItem();
  const before = read('');
  bench.clock.time += 1000;
  expect(patch({ state: '1' })).toEqual(before);
});

test('R3 switched: an instance on which it counts all the same', () => {
  const { patch, read } = withItem({ emptyUpdateCounts: true });
  const before = Number(read('')['sys_mod_count']);
  expect(patch({ state: '1' })['sys_mod_count']).toBe(String(before + 1));
});

test('R4: every value is a string, and what is empty is the empty string', () => {
  const { patch, read } = withItem();
  patch({ u_jml_detail: 5, description: null });
  const row = read('sysparm_exclude_reference_link=true');
  expect(row['u_jml_detail']).toBe('5');
  expect(Object.values(row).every((value) => typeof value === 'string')).toBe(true);
  expect(row['parent']).toBe('');
});

test('R5: values, with links', () => {
  const { read } = withItem();
  expect(read('sysparm_fields=priority,opened_by,parent,sla_due')).toEqual({
    ...{ priority: '4', parent: '', sla_due: '' },
    opened_by: {
      link: `http://sandbox.test/servicenow/api/now/table/sys_user/${ADMIN_SYS_ID}`,
      value: ADMIN_SYS_ID,
    },
  });
});

test('R5: displays, without the value of a reference', () => {
  const { read } = withItem();
  const fields = 'sysparm_fields=priority,opened_by,contact_type,sla_due';
  expect(read(`sysparm_display_value=true&${fields}`)).toEqual({
    ...{ priority: '4 - Low', contact_type: null, sla_due: 'UNKNOWN' },
    opened_by: {
      display_value: 'System Administrator',
      link: `http://sandbox.test/servicenow/api/now/table/sys_user/${ADMIN_SYS_ID}`,
    },
  });
});

test('R5: both, with null for an empty choice and UNKNOWN for an unset due time', () => {
  const { read } = withItem();
  const fields = 'sysparm_fields=priority,contact_type,sla_due,parent,number,opened_by';
  const row = read(`sysparm_display_value=all&sysparm_exclude_reference_link=true&${fields}`);
  expect(row).toEqual({
    priority: { display_value: '4 - Low', value: '4' },
    contact_type: { display_value: null, value: '' },
    sla_due: { display_value: 'UNKNOWN', value: '' },
    parent: { display_value: '', value: '' },
    number: { display_value: 'RITM0010001', value: 'RITM0010001' },
    opened_by: { display_value: 'System Administrator', value: ADMIN_SYS_ID },
  });
});

test('R5: a reference may point nowhere', () => {
  const { patch, read } = withItem();
  patch({ opened_by: 'glide.maint' });
  const query = 'sysparm_display_value=all&sysparm_exclude_reference_link=true';
  expect(read(query)['opened_by']).toEqual({ display_value: '', value: 'glide.maint' });
});

test('R5: a number is shown with separators', () => {
  const { patch, read } = withItem();
  patch({ quantity: '2048' });
  expect(read('sysparm_display_value=true')['quantity']).toBe('2,048');
});

test('R6: dates are shown in the caller’s zone and format, daylight saving included', () => {
  const { patch, read } = withItem();
  patch({ due_date: '2026-07-01 12:00:00', expected_start: '2026-12-01 12:00:00' });
  const query = 'sysparm_display_value=true&sysparm_fields=due_date,expected_start';
  expect(read(query, 'oliver.brooks')).toEqual({
    ...{ due_date: '07/01/2026 08:00:00', expected_start: '12/01/2026 07:00:00' },
  });
  expect(read(query, 'jml.bridge')['due_date']).toBe('2026-07-01 12:00:00');
});

test('R7: a note is an entry of its own, kept even when it says the same again', () => {
  const { bench, id, patch } = withItem();
  expect(patch({ work_notes: 'same' })['work_notes']).toBe('');
  patch({ work_notes: 'same' });
  const rows = bench.rows('sys_journal_field', `element_id=${id}^element=work_notes`);
  expect(rows.map((row) => row['value'])).toEqual(['same', 'same']);
  expect(rows[0]).toMatchObject({ name: 'sc_req_item', sys_created_by: 'admin' });
  expect(bench.history('journal')).toHaveLength(2);
});

test('R7: as a display, the newest entry comes first', () => {
  const { patch, read } = withItem();
  patch({ work_notes: 'first' });
  patch({ work_notes: 'second' });
  const shown = read('sysparm_display_value=true')['work_notes'] as string;
  expect(shown).toMatch(/ - System Administrator \(Work notes\)\nsecond\n\n.*\nfirst\n\n$/);
});

test.each([
  [true, 1],
  [false, 0],
])('R8: with journalCounts %s, a note alone counts %i', (journalCounts, step) => {
  const { patch, read } = withItem({ journalCounts });
  const before = Number(read('')['sys_mod_count']);
  expect(patch({ comments: 'hello' })['sys_mod_count']).toBe(String(before + step));
});

test('R9: unknown columns are ignored in writes and in sysparm_fields', () => {
  const { patch, read } = withItem();
  expect(patch({ u_nowhere: 'x', u_jml_detail: 'y' })).not.toHaveProperty('u_nowhere');
  expect(read('sysparm_fields=number, u_nowhere,u_jml_detail')).toEqual({
    ...{ number: 'RITM0010001', u_jml_detail: 'y' },
  });
});

test.each([
  [false, 'requested'],
  [true, 'not_requested'],
])('R10: with allowUnknownChoices %s, approval becomes %s', (allowUnknownChoices, approval) => {
  const { patch } = withItem({ allowUnknownChoices });
  expect(patch({ approval: 'not_requested' })['approval']).toBe(approval);
});

test('the empty string clears a field, but not a choice', () => {
  const { patch } = withItem();
  patch({ u_jml_detail: 'x' });
  expect(patch({ u_jml_detail: '', state: '' })).toMatchObject({ u_jml_detail: '', state: '1' });
});

test('R11: a date alone is midnight in a date-time column', () => {
  expect(withItem().patch({ due_date: '2026-12-31' })['due_date']).toBe('2026-12-31 00:00:00');
});

test('R12: a request set to submitted answers in_process', () => {
  const bench = new Bench();
  const path = `/api/now/table/sc_request/${bench.hire()['request']}`;
  bench.result('PATCH', path, { request_state: 'draft' });
  const row = bench.result('PATCH', path, { request_state: 'submitted' });
  expect(row['request_state']).toBe('in_process');
});

test.each(['3', '4', '7'])('R13: state %s is inactive and closed', (state) => {
  const row = withItem().patch({ state }, '?sysparm_exclude_reference_link=true');
  expect(row).toMatchObject({ active: 'false', closed_at: '2026-11-23 09:00:00' });
  expect(row['closed_by']).toBe(ADMIN_SYS_ID);
});

test('R13: reopening makes it active again', () => {
  const { patch } = withItem();
  patch({ state: '3' });
  expect(patch({ state: '2' })).toMatchObject({ active: 'true', closed_at: '' });
});

test('R13 switched: an instance without the rule that stamps', () => {
  const row = withItem({ stampClosed: false }).patch({ state: '3' });
  expect(row).toMatchObject({ active: 'false', closed_at: '', closed_by: '' });
});

test('sysparm_input_display_value takes what the caller sees', () => {
  const { bench, id } = withItem();
  const path = `${ITEM}/${id}?sysparm_input_display_value=true&sysparm_exclude_reference_link=true`;
  const body = { priority: '2 - High', due_date: '07/01/2026 08:00:00', location: 'Tokyo' };
  expect(bench.result('PATCH', path, body, 'oliver.brooks')).toMatchObject({
    ...{ priority: '2', due_date: '2026-07-01 12:00:00', location: siteId('Tokyo') },
  });
});

test('fields can be walked along references', () => {
  const bench = new Bench();
  const fields = 'sysparm_fields=manager.employee_number,location.time_zone,manager.manager.name';
  const path = `/api/now/table/sys_user/${personId('tomas.ferreira')}?${fields}`;
  expect(bench.result('GET', path)).toEqual({
    'manager.employee_number': 'E10006',
    'location.time_zone': 'Europe/Lisbon',
    'manager.manager.name': 'Daniel Okafor',
  });
});

test('everything survives a restart', () => {
  const { bench, id } = withItem();
  bench.sandbox.configure({ webhook: { body: 'fat' } });
  bench.sandbox.faults.add({ id: 'f', on: 'token', effect: { is: 'html' } });
  const again = new Bench({}, bench.state);
  expect(again.item(id)['number']).toBe('RITM0010001');
  expect(again.sandbox.settings.webhook.body).toBe('fat');
  expect(again.sandbox.faults.all()).toHaveLength(1);
});

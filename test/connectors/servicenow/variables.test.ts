import { readVariables } from '../../../connectors/servicenow/variables.js';
import type { ConnectorRequest } from '../../../src/kit/index.js';
import { drive, list } from '../drive.js';

const ITEM = 'a'.repeat(32);
const USER = 'b'.repeat(32);
const QUESTION = 'sc_item_option.item_option_new';

const answer = (name: string, value: string, type = '6', reference = '') => ({
  ...{ request_item: ITEM, 'sc_item_option.value': value },
  ...{ [`${QUESTION}.name`]: name, [`${QUESTION}.type`]: type },
  ...{ [`${QUESTION}.reference`]: reference },
});
const cell = (row: string, name: string, value: string, set = 'assets') => ({
  ...{ parent_id: ITEM, parent_table_name: 'sc_req_item', row_index: row, value },
  ...{ variable_set: 'set-id', 'variable_set.internal_name': set, 'item_option_new.name': name },
});

type Rows = Record<string, object[]>;

function read(rows: Rows, ignored: string[] = []) {
  const { value, asked } = drive(readVariables([ITEM], ignored), ({ path }: ConnectorRequest) =>
    list(rows[path.split('/').at(-1) ?? ''] ?? []),
  );
  return { ...value.get(ITEM)!, asked };
}

const single = (...rows: object[]) => read({ sc_item_option_mtom: rows });

test('rows without a name hold no answer', () => {
  const { vars } = single(answer('', 'label'), answer('first_name', 'Ana'));
  expect(vars).toEqual({ first_name: 'Ana' });
});

test('what has no place in the ticket is neither asked for nor kept', () => {
  const rows = { sc_item_option_mtom: [answer('reason', 'private'), answer('last_day', 'x')] };
  const { vars, digest, asked } = read(rows, ['reason']);
  expect(vars).toEqual({ last_day: 'x' });
  expect(digest).toBe(single(answer('last_day', 'x')).digest);
  expect(asked[0]?.query?.['sysparm_query']).toContain(`${QUESTION}.nameNOT INreason`);
});

test('the digest changes exactly when an answer does', () => {
  const digest = single(answer('a', '1'), answer('b', '2')).digest;
  expect(single(answer('b', '2'), answer('a', '1')).digest).toBe(digest);
  expect(single(answer('a', '2'), answer('b', '1')).digest).not.toBe(digest);
  expect(single(answer('a', '1'), answer('b', '2'), answer('c', '')).digest).not.toBe(digest);
  const row = { sc_item_option_mtom: [answer('a', '1'), answer('b', '2')] };
  const cells = { sc_multi_row_question_answer: [cell('1', 'item', 'Laptop')] };
  expect(read({ ...row, ...cells }).digest).not.toBe(digest);
});

test('a renamed person changes no answer', () => {
  const of = (name: string) =>
    read({
      sc_item_option_mtom: [answer('manager', USER, '8', 'sys_user')],
      sys_user: [{ sys_id: USER, name }],
    });
  expect(of('Ana').digest).toBe(of('Eva').digest);
  expect(of('Ana').vars).toMatchObject({ manager: { id: USER, name: 'Ana' } });
});

test('a person who cannot be read is still that person', () => {
  const { vars } = single(answer('user', USER, '8', 'sys_user'));
  expect(vars).toEqual({ user: { id: USER, name: '' } });
});

test('a department that cannot be read is empty, and never its sys_id', () => {
  const { vars } = single(answer('department', USER, '8', 'cmn_department'));
  expect(vars).toEqual({ department: '' });
});

test('a list of sys_ids and a plain text that looks like one stay text', () => {
  const { vars, asked } = single(
    answer('members', USER, '21', 'sys_user'),
    answer('serial', USER),
    answer('odd', USER, '8', 'sys_user^active'),
  );
  expect(vars).toEqual({ members: USER, serial: USER, odd: USER });
  expect(asked).toHaveLength(2);
});

test('rows of a set come in their order', () => {
  const cells = [cell('10', 'item', 'Badge'), cell('2', 'item', 'Laptop'), cell('2', 'no', '7')];
  const { vars } = read({ sc_multi_row_question_answer: cells });
  expect(vars).toEqual({ assets: [{ item: 'Laptop', no: '7' }, { item: 'Badge' }] });
});

test('a variable may have any name without harm', () => {
  const { vars } = single(answer('__proto__', 'x'), answer('constructor', 'y'));
  expect(Object.keys(vars)).toEqual(['__proto__', 'constructor']);
  expect(Object.getPrototypeOf(vars)).toBe(Object.prototype);
});

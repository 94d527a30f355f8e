import { connector } from '../../../connectors/servicenow/index.js';
import type { Settings } from '../../../src/kit/index.js';
import { drive, list } from '../drive.js';

const SINCE = Date.parse('2026-11-23T09:00:00Z');
const REF = 'a'.repeat(32);
const row = {
  ...{ sys_id: REF, number: 'RITM0010042', 'cat_item.name': 'New hire', active: 'true' },
  ...{ approval: 'approved', sys_updated_on: '2026-11-23 09:00:00' },
  ...{ 'request.approval': 'requested', 'request.sys_updated_on': '2026-11-23 08:00:00' },
};

function sweep(settings: Settings, over: object = {}, items = ['New hire']) {
  return drive(connector.sweep(SINCE, items, settings), () => list([{ ...row, ...over }]));
}

test.each([
  { active: 'false' },
  { approval: 'requested' },
  { 'cat_item.name': 'Laptop' },
  { sys_updated_on: '2026-11-23 08:59:58' },
  { sys_id: 'global' },
])('a row that does not fit the question is dropped: %j', (over) => {
  expect(sweep({}).value).toEqual([{ ref: REF, number: 'RITM0010042' }]);
  expect(sweep({}, over).value).toEqual([]);
});

test('an approval of the request is found although its items did not change', () => {
  const over = {
    ...{ approval: 'requested', sys_updated_on: '2026-11-20 09:00:00' },
    ...{ 'request.approval': 'approved', 'request.sys_updated_on': '2026-11-23 09:00:00' },
  };
  for (const approvalLevel of ['request', 'either']) {
    expect(sweep({ approvalLevel }, over).value).toHaveLength(1);
  }
  expect(sweep({}, over).value).toEqual([]);
});

test('an item whose name would break the query is left out of it', () => {
  const { asked } = sweep({}, {}, ['New hire', 'Hire^ORactive=true']);
  expect(asked[0]?.query?.['sysparm_query']).toContain('^cat_item.nameINNew hire^');
  expect(sweep({}, {}, ['A^B']).asked).toEqual([]);
});

test('an item with a comma in its name is asked for by itself', () => {
  const items = ['New hire', 'Leaver, urgent', 'Transfer', 'Leaver, planned'];
  const { asked, value } = sweep({}, { 'cat_item.name': 'Leaver, urgent' }, items);
  expect(value).toHaveLength(1);
  expect(asked[0]?.query?.['sysparm_query']).toContain(
    '^cat_item.nameINNew hire,Transfer^ORcat_item.name=Leaver, urgent^ORcat_item.name=Leaver, planned^',
  );
  const alone = sweep({}, {}, ['Leaver, urgent']).asked[0]?.query?.['sysparm_query'];
  expect(alone).toContain('^active=true^cat_item.name=Leaver, urgent^sys_updated_on');
});

test.each(['written to', 'closed'])('items %s while the list is read hide no other', (what) => {
  const item = (at: number) => ({ ...row, sys_id: at.toString(16).padStart(32, '0') });
  let items = Array.from({ length: 1_200 }, (_, at) => item(at));
  const { value } = drive(connector.sweep(SINCE, ['New hire'], {}), ({ query }) => {
    const from = Number(query?.['sysparm_offset']);
    const answer = list(items.slice(from, from + 500), items.length);
    items = [...items.slice(1), ...(what === 'closed' ? [] : items.slice(0, 1))];
    return answer;
  });
  expect(value).toHaveLength(1_200);
});

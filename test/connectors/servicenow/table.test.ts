import { byIds, rowsOf } from '../../../connectors/servicenow/table.js';
import { UnexpectedAnswerError, type ConnectorAnswer } from '../../../src/kit/index.js';
import { drive, list } from '../drive.js';

const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ sys_id: String(from + at) }));

function pages(...answers: ConnectorAnswer[]) {
  return drive(rowsOf('sc_task', 'active=true', []), () => {
    const next = answers.shift();
    if (!next) throw new Error('asked for one page too many');
    return next;
  });
}

test('a short or empty page is not the last one while the total says otherwise', () => {
  const { value, asked } = pages(list(rows(0, 3), 1_200), list([], 1_200), list(rows(3, 1), 1_200));
  expect(value).toHaveLength(4);
  expect(asked.map(({ query }) => query?.['sysparm_offset'])).toEqual(['0', '500', '1000']);
});

test('without a total the list ends at an empty page', () => {
  expect(pages(list(rows(0, 3), null), list(rows(3, 1), null), list([], null)).value).toHaveLength(
    4,
  );
});

test('a list is read in an order that does not move', () => {
  const { asked } = pages(list([]));
  expect(asked[0]?.query?.['sysparm_query']).toBe('active=true^ORDERBYsys_id');
});

test.each([
  ['a cancelled transaction', 200, { result: [], error: { message: 'maximum execution time' } }],
  ['a missing table', 404, { error: { message: 'No Record found' } }],
  ['an object', 200, { result: {} }],
  ['nothing', 200, null],
])('%s is not taken for an empty list', (_, status, body) => {
  expect(() => pages({ status, headers: {}, body })).toThrow(UnexpectedAnswerError);
});

test('a list without end ends', () => {
  const endless = () => list(rows(0, 1), null);
  expect(() => drive(rowsOf('sc_task', 'active=true', []), endless)).toThrow('come to an end');
});

test('rows that were not asked for are dropped: a lost term matches everything', () => {
  const answer = () => list([{ sys_id: 'a' }, { sys_id: 'b' }, { number: 'x' }]);
  expect(drive(byIds('sc_task', 'sys_id', ['a'], []), answer).value).toEqual([{ sys_id: 'a' }]);
});

test('many ids are asked for in several calls, each id once', () => {
  const ids = Array.from({ length: 120 }, (_, at) => String(at % 110));
  const { asked } = drive(byIds('sys_user', 'sys_id', ids, ['name']), () => list([]));
  expect(asked).toHaveLength(3);
});

import { connector } from '../../../connectors/generic/index.js';
import { examples, type DeliveryExample } from '../examples.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test puts anything anywhere
type Data = Record<string, any>;

const hire = new Map(examples<DeliveryExample>('generic', 'delivery')).get(
  'new-hire.delivery.json',
)!;

function parsed(change: (data: Data) => void) {
  const body = structuredClone(hire.body) as { data: Data };
  change(body.data);
  return connector.parse(body, {});
}

test('which of two deliveries is the newer is told by their revisions', () => {
  expect(connector.revisionOf?.(hire.body)).toBe((hire.body as { data: Data }).data['revision']);
  expect(connector.revisionOf?.(null)).toBe(0);
});

test.each([
  ['an id that leaves its path', '/data/id', (data: Data) => (data['id'] = '../x')],
  ['an id with a query', '/data/number', (data: Data) => (data['number'] = 'R1^ORx=1')],
  [
    'a revision that is no whole number',
    '/data/revision',
    (data: Data) => (data['revision'] = 1.5),
  ],
  ['a revision too large', '/data/revision', (data: Data) => (data['revision'] = 2 ** 53)],
  ['a status in other words', '/data/status', (data: Data) => (data['status'] = 'done')],
  ['a flag among the answers', '/data/vars/urgent', (data: Data) => (data['vars'].urgent = true)],
  ['half a character', '/data/vars/name', (data: Data) => (data['vars'].name = '\ud800')],
  [
    'an object without a name',
    '/data/vars/site/name',
    (data: Data) => (data['vars'].site = { id: '1' }),
  ],
  ['a list of texts', '/data/vars/tags/0', (data: Data) => (data['vars'].tags = ['a'])],
  ['a name with a slash', '/data/vars/a~1b', (data: Data) => (data['vars']['a/b'] = 'x')],
  [
    'a day that is none',
    '/data/approval/at',
    (data: Data) => (data['approval'].at = '2026-02-30T00:00:00Z'),
  ],
  [
    'a time without an offset',
    '/data/approval/at',
    (data: Data) => (data['approval'].at = '2026-02-03T00:00:00'),
  ],
  ['no requester', '/data/requester', (data: Data) => delete data['requester']],
])('refuses %s and says where', (_, pointer, change) => {
  const said = parsed(change);
  expect(said).toMatchObject({ is: 'refusal', problem: 'validation-failed' });
  expect(said.is === 'refusal' && said.errors.map((error) => error.pointer)).toEqual([pointer]);
});

test.each(['Approved', 'approved ', 'APPROVED', 'yes', '', true, null, { $gt: '' }])(
  'the approval %j is not exactly approved',
  (value) => {
    const said = parsed((data) => (data['approval'].value = value));
    expect(said).toMatchObject({
      is: 'refusal',
      problem: 'not-approved',
      ticket: { ref: 'req-1042' },
    });
  },
);

test('names of people are taken as they are', () => {
  for (const name of ['Null', "O'Neill", '山田', 'X', '{{ 7 * 7 }}']) {
    expect(parsed((data) => (data['vars'].last_name = name)).is).toBe('hint');
  }
});

import { connector } from '../../../connectors/generic/index.js';
import { UnexpectedAnswerError, type ReadOrder } from '../../../src/kit/index.js';
import { drive } from '../drive.js';
import { examples, ticketNamed, type DeliveryExample } from '../examples.js';

const hire = new Map(examples<DeliveryExample>('generic', 'delivery')).get(
  'new-hire.delivery.json',
)!.body as { data: Record<string, unknown> };
const order: ReadOrder = { ref: 'req-1042', number: 'REQ-1042', delivered: hire };

function read(body: unknown, settings = { readPath: '/requests/{id}' }) {
  return drive(connector.read([order], settings), () => ({ status: 200, headers: {}, body })).value;
}

test('what the system says now counts, not what was delivered', () => {
  const now = { ...hire.data, revision: 9, approval: { value: 'rejected' } };
  expect(read(now)).toMatchObject([{ revision: 9, approval: 'rejected', approvedAt: null }]);
});

test('an approval in other words is read as none', () => {
  expect(read({ ...hire.data, approval: { value: 'ok' } })).toMatchObject([
    { approval: 'unknown' },
  ]);
});

test('another request than the one asked for is no answer', () => {
  expect(read({ ...hire.data, id: 'req-1' })).toEqual([]);
});

test.each([null, [], {}, { error: 'maintenance' }, { ...hire.data, revision: '3' }])(
  'nothing is concluded from %j',
  (body) => {
    expect(() => read(body)).toThrow(UnexpectedAnswerError);
  },
);

test('without a path to read from, the delivery is the ticket', () => {
  expect(read(null, { readPath: '' })).toEqual([ticketNamed('generic', 'new-hire')]);
});

test('the order of answers does not change the digest, and an answer does', () => {
  const vars = Object.entries(hire.data['vars'] as object);
  const digest = (pairs: [string, unknown][]) =>
    read({ ...hire.data, vars: Object.fromEntries(pairs) })[0]?.digest;
  expect(digest([...vars].reverse())).toBe(digest(vars));
  expect(digest([...vars, ['reason', 'private']])).toBe(digest(vars));
  expect(digest([...vars, ['title', 'Lead']])).not.toBe(digest(vars));
});

test('a request of which every delivery was refused is known by its name alone', () => {
  const bare = { ref: 'req-1', number: 'REQ-1' };
  const settings = { callbackPath: '/told' };
  expect(drive(connector.read([bare], settings), () => never()).value).toMatchObject([
    { ref: 'req-1', number: 'REQ-1', approval: 'unknown', status: 'open' },
  ]);
  expect(drive(connector.read([{ number: 'REQ-1' }], settings), () => never()).value).toEqual([]);
  // What a sweep found and cannot be read is somebody's fault, and is to be told as that.
  const swept = { ...settings, sweepPath: '/approved' };
  expect(drive(connector.read([bare], swept), () => never()).value).toEqual([]);
});

function never(): never {
  throw new Error('nothing is to be asked');
}

import { PassThrough } from 'node:stream';
import { createLog } from '../../src/adapters/winston-log.js';

function logged(fields: object, level = 'info'): string {
  const stream = new PassThrough();
  const log = createLog(level, { stream, now: () => Date.parse('2026-11-23T09:00:00Z') });
  log.info('delivery-accepted', fields);
  return String(stream.read() ?? '');
}

test('an event is one JSON line with time, level and fields', () => {
  expect(JSON.parse(logged({ connection: 'servicenow', tries: 2 }))).toEqual({
    at: '2026-11-23T09:00:00.000Z',
    level: 'info',
    event: 'delivery-accepted',
    connection: 'servicenow',
    tries: 2,
  });
});

test.each([
  'a\r\nb',
  '\u001b[31mred',
  'x\u2028y\u2029z',
  '\u0085',
  '\u202eevil',
  '${jndi:ldap://x}',
])('a field with %j stays on one line of printable text and is read back whole', (text) => {
  const line = logged({ text });
  expect(line.slice(0, -1)).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]*$/);
  expect(JSON.parse(line)).toMatchObject({ text });
});

test('a field is cut at 2 KiB, whole characters only', () => {
  const { text, list } = JSON.parse(
    logged({ text: '山'.repeat(5000), list: Array(2000).fill('x') }),
  ) as { text: string; list: string };
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2048);
  expect(text).toMatch(/^山+…$/);
  expect(Buffer.byteLength(list)).toBeLessThanOrEqual(2048);
});

test('a field cannot pass for the event', () => {
  expect(JSON.parse(logged({ event: 'forged', level: 'error' }))).toMatchObject({
    event: 'delivery-accepted',
    level: 'info',
  });
});

test('errors, circles and big numbers are taken', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(JSON.parse(logged({ error: new TypeError('no'), circle, big: 1n }))).toMatchObject({
    error: { name: 'TypeError', message: 'no' },
    circle: '[unreadable]',
    big: '1',
  });
});

test('a level that is off writes nothing', () => {
  expect(logged({}, 'error')).toBe('');
});

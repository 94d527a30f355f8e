import { once } from 'node:events';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { countProcessorMs } from '../support/processor-ms.js';
import { dial, exchange, rawExchange } from './exchange.js';
import { requestOf } from './helpdesk.js';
import { expectKept, expectTurnedAway, expectUnharmed, MARKER } from './refusal.js';
import { HELPDESK, openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const JSON_TYPE = 'Content-Type: application/json\r\n';
const POST = `POST /webhooks/${HELPDESK.name} HTTP/1.1\r\nHost: 127.0.0.1\r\n`;
const nested = (open: string, close: string, times: number) =>
  open.repeat(times) + '1' + close.repeat(times);

test.each<[string, number, string, string | Buffer]>([
  ['1: an empty body', 400, 'malformed-json', ''],
  ['1: white space alone', 400, 'malformed-json', ' \r\n\t'],
  ['2: a truncated object', 400, 'malformed-json', `{"type":"${MARKER}`],
  ['2: a trailing comma', 400, 'malformed-json', `{"type":"${MARKER}",}`],
  ['2: a comment', 400, 'malformed-json', `{/*${MARKER}*/}`],
  ['2: NaN', 400, 'malformed-json', '{"revision":NaN}'],
  ['3: text after the document', 400, 'malformed-json', `{} ${MARKER}`],
  ['3: two documents', 400, 'malformed-json', '{}\n{}'],
  ['4: 100,000 nested arrays', 400, 'malformed-json', nested('[', ']', 100_000)],
  ['6: a key given twice', 400, 'duplicate-key', `{"employee_id":"1","employee_id":"${MARKER}"}`],
  [
    '7: a key given twice, once by an escape',
    400,
    'duplicate-key',
    `{"employee_id":"1","employee\\u005fid":"${MARKER}"}`,
  ],
  [
    '8: a Latin-1 byte in a name',
    400,
    'invalid-encoding',
    Buffer.from(`{"name":"Jos\xe9 ${MARKER}"}`, 'latin1'),
  ],
  ['9: overlong bytes', 400, 'invalid-encoding', bytes('"', 0xc0, 0xaf, '"')],
  ['9: the bytes of a surrogate', 400, 'invalid-encoding', bytes('"', 0xed, 0xa0, 0x80, '"')],
  ['10: half a character', 422, 'validation-failed', '{"name":"\\ud800"}'],
  ['15: a list at the top', 422, 'validation-failed', `["${MARKER}"]`],
  ['15: text at the top', 422, 'validation-failed', `"${MARKER}"`],
  ['15: null at the top', 422, 'validation-failed', 'null'],
])('bad input %s is answered %s %s, kept and listed', async (_, status, problem, body) => {
  await expectKept(world, await world.deliver(body), status, problem);
});

test('bad input 5: 30,000 nested objects in an unused field are refused at little cost', async () => {
  const unused = nested('{"a":', '}', 30_000);
  const body = JSON.stringify(requestOf(world, 'Hire')).replace(/}$/, `,"unused":${unused}}`);
  const spentMs = countProcessorMs();
  const answer = await world.deliver(body);
  expect(spentMs()).toBeLessThan(2_000);
  await expectKept(world, answer, 400, 'malformed-json');
});

test.each([
  ['11: a UTF-16 body', 'application/json; charset=utf-16'],
  ['11: another charset', 'application/json; charset=iso-8859-1'],
  ['12: plain text', 'text/plain'],
  ['12: a form', 'application/x-www-form-urlencoded'],
  ['12: a multipart form', 'multipart/form-data; boundary=x'],
  ['12: XML', 'application/xml'],
  ['12: a type that only begins like JSON', 'application/json5'],
])('bad input %s is answered 415 unsupported-media-type', async (_, type) => {
  const answer = await world.deliver(requestOf(world, 'Hire'), {
    headers: { 'content-type': type },
  });
  await expectTurnedAway(world, answer, 415, 'unsupported-media-type');
});

test('bad input 11: UTF-16 bytes called UTF-8 are answered 400 invalid-encoding', async () => {
  const body = Buffer.from(`\ufeff{"name":"${MARKER}"}`, 'utf16le');
  await expectKept(world, await world.deliver(body), 400, 'invalid-encoding');
});

test('bad input 12: no content type is answered 415 unsupported-media-type', async () => {
  const answer = await exchange(`${world.url}/webhooks/${HELPDESK.name}`, { method: 'POST' });
  await expectTurnedAway(world, answer, 415, 'unsupported-media-type');
});

test('bad input 13: 2 MiB by their length are answered 413 before a byte of the body is read', async () => {
  const said = await rawExchange(world.url, `${POST}${JSON_TYPE}Content-Length: 2097152\r\n\r\n`);
  expect(said).toMatch(/^HTTP\/1\.1 413 [^]*Connection: close[^]*"\/problems\/payload-too-large"/);
  await expectUnharmed(world);
});

test('bad input 13: of 32 MiB in chunks no more is read than it takes to answer 413', async () => {
  const socket = dial(world.url);
  socket.on('error', () => undefined);
  const [taken] = (await once(world.server, 'connection')) as [Socket];
  const closed = once(taken, 'close');
  const said = new Promise<string>((done) =>
    socket.once('data', (chunk: Buffer) => done(chunk.toString())),
  );
  socket.write(`${POST}${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n`);
  const chunk = Buffer.concat([
    Buffer.from('100000\r\n'),
    Buffer.alloc(1 << 20, 'a'),
    Buffer.from('\r\n'),
  ]);
  for (let n = 0; n < 32; n++) socket.write(chunk);
  expect(await said).toMatch(/^HTTP\/1\.1 413 /);
  await closed;
  expect(taken.bytesRead).toBeLessThan(2 << 20);
  await expectUnharmed(world);
});

describe('bad input 14:', () => {
  const packed = { 'content-encoding': 'gzip' };

  test('a gzip bomb is answered 413 payload-too-large', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20, ' '));
    const answer = await world.deliver(bomb, { headers: packed });
    await expectTurnedAway(world, answer, 413, 'payload-too-large');
  });

  test('gzip in gzip is answered 400 invalid-encoding', async () => {
    const twice = gzipSync(gzipSync(JSON.stringify(requestOf(world, 'Hire'))));
    await expectKept(
      world,
      await world.deliver(twice, { headers: packed }),
      400,
      'invalid-encoding',
    );
  });

  test.each(['br', 'compress', 'deflate', 'gzip, gzip', 'identity, gzip'])(
    'content encoding %s is answered 415 unsupported-content-encoding',
    async (encoding) => {
      const headers = { 'content-encoding': encoding };
      const answer = await world.deliver(requestOf(world, 'Hire'), { headers });
      await expectTurnedAway(world, answer, 415, 'unsupported-content-encoding');
    },
  );
});

function bytes(...parts: (string | number)[]): Buffer {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))),
  );
}

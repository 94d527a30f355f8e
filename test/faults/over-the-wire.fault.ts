import { judgeAnswer } from '../../src/adapters/http/judge-answer.js';
import { judgeUpload } from '../../src/submit/verdict.js';
import { asksForToken, response, TOKEN, Wire, type Handle } from './wire.js';

const always = () => true;

let wire: Wire;
beforeEach(() => (wire = new Wire()));
afterEach(() => wire.close());

/** A tenant that signs everybody in and answers everything else like that. */
function tenant(answer: Handle): Promise<string> {
  return wire.listen((request, socket) =>
    asksForToken(request) ? socket.write(TOKEN) : answer(request, socket),
  );
}

const ROW = JSON.stringify({
  ...{ id: 'row-1', jobId: 'job', activityDateTime: '2026-11-25T06:00:00Z' },
  ...{ provisioningAction: 'create', sourceIdentity: { id: 'E1' } },
  provisioningStatusInfo: { status: 'success' },
});
const PAGE = `{"value":[${ROW}]}`;

describe('F23: a connection reset in mid-answer means in doubt, whichever byte was the last', () => {
  test('F23: an upload answered only in part is never taken for staged', async () => {
    const whole = response('202 Accepted', '', ['Location: http://127.0.0.1/log']);
    let bytes = 0;
    const entra = wire.entra(
      await tenant((_, socket) => {
        socket.write(whole.slice(0, bytes));
        if (bytes < whole.length) socket.destroySoon();
      }),
    );
    for (bytes = 0; bytes < whole.length; bytes++) {
      const answer = await entra.upload('{}', `call-${bytes}`, always);
      expect({ bytes, verdict: judgeUpload(answer, 0).is }).toEqual({ bytes, verdict: 'in-doubt' });
    }
    expect(judgeUpload(await entra.upload('{}', 'whole', always), 0).is).toBe('staged');
  });

  test('F23: a page of the log read only in part counts as not read', async () => {
    const whole = response('200 OK', PAGE);
    let bytes = 0;
    const entra = wire.entra(
      await tenant((_, socket) => {
        socket.write(whole.slice(0, bytes));
        if (bytes < whole.length) socket.destroySoon();
      }),
    );
    for (bytes = 0; bytes < whole.length; bytes += 7) {
      expect((await entra.logs({ since: 0 })).is).toBe('unavailable');
    }
    bytes = whole.length;
    expect(await entra.logs({ since: 0 })).toMatchObject({ is: 'page', rows: [{ id: 'row-1' }] });
  });

  test('F23: a ticket read only in part is asked for again', async () => {
    const whole = response('200 OK', '{"result":[{"sys_id":"1"}]}');
    let bytes = 0;
    const origin = await wire.listen((_, socket) => {
      socket.write(whole.slice(0, bytes));
      socket.destroySoon();
    });
    const http = wire.client(origin);
    const get = { method: 'GET', url: origin, headers: {}, timeoutMs: 30_000 } as const;
    for (bytes = 0; bytes < whole.length; bytes += 3) {
      expect(judgeAnswer(await http.send(get), 0).is).toBe('later');
    }
  });
});

const BROKEN: Record<string, string> = {
  nothing: '',
  'half an object': PAGE.slice(0, 40),
  null: 'null',
  'a list': '[]',
  'a list of pages': `[${PAGE}]`,
  'no list of rows': '{"value":{"0":{}}}',
  'text after the document': `${PAGE}${PAGE}`,
  'a sign-in page': '<!DOCTYPE html><title>Sign in</title>',
  'a hundred thousand nested lists': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
};

for (const [what, body] of Object.entries(BROKEN)) {
  test(`F24: ${what} instead of a page of the log counts as not read`, async () => {
    const entra = wire.entra(await tenant((_, socket) => socket.write(response('200 OK', body))));
    expect((await entra.logs({ since: 0 })).is).toBe('unavailable');
    expect((await entra.job()).is === 'job').toBe(what === 'no list of rows');
  });
}

test('F24: rows that are no rows are left out, and the good ones are kept', async () => {
  const odd = ['null', '1', '"x"', '[]', '{}', '{"id":1}', '{"__proto__":{"id":"x"}}'];
  const body = `{"value":[${[...odd, ROW].join(',')}]}`;
  const entra = wire.entra(await tenant((_, socket) => socket.write(response('200 OK', body))));
  const page = await entra.logs({ since: 0 });
  expect(page).toMatchObject({ is: 'page', rows: [{ id: 'row-1', status: 'success' }] });
  expect(Object.prototype).not.toHaveProperty('id');
});

test('F24: an answer without end is cut off after ten megabytes', async () => {
  const chunk = `1000\r\n${' '.repeat(4_096)}\r\n`.repeat(64);
  let written = 0;
  const origin = await tenant((_, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    const more = () => {
      while (!socket.destroyed && socket.write(chunk)) written += chunk.length;
      written += chunk.length;
    };
    socket.on('drain', more);
    more();
  });
  const before = process.memoryUsage().rss;
  const page = await wire.entra(origin).logs({ since: 0 });
  expect(page).toEqual({ is: 'unavailable', why: 'too-large' });
  expect(written).toBeLessThan(32 * 1024 * 1024);
  expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
});

describe('F25: a redirect is never followed, and the token never leaves its host', () => {
  const seen: string[] = [];
  beforeEach(() => (seen.length = 0));
  const elsewhere = () =>
    wire.listen((request, socket) => {
      seen.push(request);
      socket.write(response('200 OK', PAGE));
    });

  for (const status of [
    '301 Moved',
    '302 Found',
    '303 See Other',
    '307 Temporary',
    '308 Permanent',
  ]) {
    test(`F25: an answer of ${status} takes nobody to another host`, async () => {
      const location = `Location: ${await elsewhere()}/v1.0/x`;
      const entra = wire.entra(
        await tenant((_, socket) => socket.write(response(status, '', [location]))),
      );
      const verdict = judgeUpload(await entra.upload('{}', 'call', always), 0);
      expect(verdict.is).toBe('in-doubt');
      expect((await entra.logs({ since: 0 })).is).toBe('unavailable');
      expect((await entra.job()).is).toBe('unavailable');
      expect(seen).toEqual([]);
    });
  }

  test('F25: a sign-in that is redirected gives no token, and the secret stays here', async () => {
    const location = `Location: ${await elsewhere()}/entra/t/oauth2/v2.0/token`;
    const origin = await wire.listen((_, socket) =>
      socket.write(response('307 Temporary', '', [location])),
    );
    const answer = await wire.entra(origin).upload('{}', 'call', always);
    expect(answer).toEqual({ is: 'failure', maybeSent: false, why: 'no-credentials' });
    expect(seen).toEqual([]);
  });

  test('F25: a next page on another host is not asked for', async () => {
    const other = await elsewhere();
    const origin = await tenant((_, socket) => socket.write(response('200 OK', PAGE)));
    const entra = wire.entra(origin);
    const here = new URL(origin).host;
    for (const next of [
      `${other}/v1.0/x`,
      other.replace('//', `//${here}@`),
      'file:///etc/passwd',
    ]) {
      expect(await entra.logs({ next })).toEqual({ is: 'unavailable', why: 'not-allowed' });
    }
    expect(seen).toEqual([]);
  });
});

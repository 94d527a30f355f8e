import { person } from './records.js';
import { error, JOB_PATH, Rig } from './sandbox.js';

const LOGS = '/v1.0/auditLogs/provisioning';
const parse = (answer: { body: string }) => JSON.parse(answer.body);
const applied = (rig: Rig): number => {
  rig.catchUp();
  return rig.history('processed').length;
};

describe('faults of an upload', () => {
  test('answer any status with any body and Retry-After', () => {
    const rig = new Rig();
    rig.fault('bulkUpload', {
      is: 'status',
      status: 503,
      retryAfter: 'Mon, 23 Nov 2026 10:00:00 GMT',
    });
    const answer = rig.upload(person('E1'));
    expect([answer.status, answer.headers['retry-after']]).toEqual([
      ...[503, 'Mon, 23 Nov 2026 10:00:00 GMT'],
    ]);
    expect(applied(rig)).toBe(0);
    expect(rig.upload(person('E1')).status).toBe(202);
    expect(rig.history('bulkUpload')[0]).toMatchObject({ status: 503, fault: 'f0' });
  });

  test('drop the connection before anything was done', () => {
    const rig = new Rig();
    rig.fault('bulkUpload', { is: 'dropBefore' });
    expect(rig.upload(person('E1'))).toMatchObject({ drop: true });
    expect(applied(rig)).toBe(0);
  });

  test('drop the connection after it was accepted, and a repeat does no harm', () => {
    const rig = new Rig();
    rig.fault('bulkUpload', { is: 'dropAfter' });
    expect(rig.upload(person('E1'))).toMatchObject({ drop: true });
    expect(rig.upload(person('E1'))).not.toHaveProperty('drop');
    rig.catchUp();
    expect(rig.history('processed').map(({ effect }) => effect)).toEqual(['create', 'skip']);
    expect(rig.history('bulkUpload')[0]).toMatchObject({ status: 202, dropped: true });
  });

  test('answer a page, a redirect, a full bucket, or no Location', () => {
    const rig = new Rig();
    for (const is of ['html', 'redirect', 'bucketFull', 'noLocation', 'tooManyRequests'] as const) {
      rig.fault('bulkUpload', { is });
    }
    const answers = Array.from({ length: 5 }, () => rig.upload(person('E1')));
    expect(answers.map(({ status }) => status)).toEqual([200, 302, 500, 202, 429]);
    expect(answers[0]!.headers['content-type']).toContain('text/html');
    expect(answers[1]!.headers['location']).toMatch(/^https:\/\/elsewhere/);
    expect(error(answers[2]!).message).toContain('bucket that stores the ingested data is full');
    expect(answers[3]!.headers).not.toHaveProperty('location');
    expect(applied(rig)).toBe(1);
  });

  test('lose all that was staged', () => {
    const rig = new Rig();
    rig.fault('bulkUpload', { is: 'purge' });
    expect(rig.upload(person('E1')).status).toBe(202);
    expect(applied(rig)).toBe(0);
  });

  test.each([
    ['pause', 'Paused'],
    ['quarantine', 'Quarantine'],
  ] as const)('bring the job to %s', (is, code) => {
    const rig = new Rig();
    rig.fault('bulkUpload', { is });
    rig.upload(person('E1'));
    expect(rig.job()['status'].code).toBe(code);
    expect(applied(rig)).toBe(0);
  });

  test('delete the job', () => {
    const rig = new Rig();
    rig.fault('bulkUpload', { is: 'deleteJob' });
    expect(rig.upload(person('E1')).status).toBe(202);
    expect(rig.upload(person('E1')).status).toBe(404);
    expect(rig.graph('GET', JOB_PATH).status).toBe(404);
    rig.entra.restoreJob();
    expect(rig.graph('GET', JOB_PATH).status).toBe(200);
  });

  test('strike the n-th call, so often, and one person only', () => {
    const rig = new Rig();
    rig.fault('bulkUpload', { is: 'status', status: 500 }, { every: 2, times: 2 });
    const send = () => rig.upload(person('E1')).status;
    expect([send(), send(), send(), send(), send(), send()]).toEqual([
      ...[202, 500, 202, 500, 202, 202],
    ]);
    const match = { externalId: 'E7' };
    rig.fault('bulkUpload', { is: 'status', status: 502 }, { match });
    expect(send()).toBe(202);
    expect(rig.upload(person('E1'), person('E7')).status).toBe(502);
    rig.entra.faults.clear();
    expect(rig.upload(person('E7')).status).toBe(202);
  });
});

describe('faults of log rows', () => {
  test('make them late, or keep them back', () => {
    const rig = new Rig();
    rig.fault('logs', { is: 'lateLogs', ms: 3_600_000 }, { match: { externalId: 'E1' } });
    rig.fault('logs', { is: 'missingLogs' }, { match: { externalId: 'E2' } });
    rig.provision(person('E1'), person('E2'), person('E3'));
    expect(rig.rowsOf('E1')).toHaveLength(0);
    expect(rig.rowsOf('E3')).toHaveLength(2);
    rig.clock.advance(3_600_000);
    expect(rig.rowsOf('E1')).toHaveLength(2);
    expect(rig.rowsOf('E2')).toHaveLength(0);
  });

  test('repeat and shuffle them', () => {
    const rig = new Rig({ managerRow: 'step' });
    rig.provision(...Array.from({ length: 20 }, (_, at) => person(`E${at}`)));
    const plain = rig.rows().map(({ id }) => id);
    rig.fault('logs', { is: 'duplicateLogs' });
    expect(rig.rows()).toHaveLength(40);
    rig.fault('logs', { is: 'reorderLogs' });
    const shuffled = rig.rows().map(({ id }) => id);
    expect(shuffled).not.toEqual(plain);
    expect([...shuffled].sort()).toEqual([...plain].sort());
  });

  test('add rows of another job and of the future', () => {
    const rig = new Rig();
    rig.upload(person('E1'));
    rig.fault('logs', { is: 'foreignJobRow' });
    expect(rig.rows()[0]).toMatchObject({
      sourceIdentity: { id: 'E1' },
      jobId: expect.stringContaining('foreign'),
    });
    rig.fault('logs', { is: 'futureRow' }, { times: 1, match: { externalId: 'E7' } });
    const [row] = rig.rows();
    expect(row).toMatchObject({ sourceIdentity: { id: 'E7' } });
    expect(Date.parse(row!['activityDateTime'])).toBeGreaterThan(rig.clock.now());
  });

  test('add a row with a __proto__ member', () => {
    const rig = new Rig();
    rig.upload(person('E1'));
    rig.fault('logs', { is: 'protoRow' });
    const [row] = rig.rows();
    expect(Object.hasOwn(row!, '__proto__')).toBe(true);
    expect(Object.hasOwn(row!, 'provisioningStatusInfo')).toBe(false);
  });

  test('lead from page to page without end', () => {
    const rig = new Rig();
    rig.fault('logs', { is: 'endlessNextLink' }, {});
    const first = parse(rig.graph('GET', LOGS));
    const second = parse(rig.graph('GET', first['@odata.nextLink'].replace(/^.*\/graph/, '')));
    expect(second['@odata.nextLink']).not.toBe(first['@odata.nextLink']);
  });
});

describe('faults elsewhere', () => {
  test('cut an answer off, and delay it', () => {
    const rig = new Rig();
    rig.fault('job', { is: 'truncated' });
    expect(() => parse(rig.graph('GET', JOB_PATH))).toThrow();
    rig.fault('users', { is: 'delay', ms: 500 });
    expect(rig.graph('GET', '/v1.0/users')).toMatchObject({ status: 200, delayMs: 500 });
  });

  test('strike the token endpoint', () => {
    const rig = new Rig();
    rig.fault('token', { is: 'status', status: 503 });
    rig.fault('token', { is: 'html' });
    expect(rig.tokenAnswer().status).toBe(503);
    expect(rig.tokenAnswer().headers['content-type']).toContain('text/html');
    expect(rig.tokenAnswer().status).toBe(200);
  });
});

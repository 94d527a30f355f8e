import { readFileSync } from 'node:fs';
import { JOB_ID } from '../../../src/sandbox/entra/identities.js';
import { error, GRAPH, JOB_PATH, Rig } from './sandbox.js';
import { bulk, operation, person } from './records.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`./fixtures/graph-bulkupload-${name}.json`, import.meta.url), 'utf8');

const ACCEPTED = [
  ...['core-only', 'lower-case-path', 'no-fail-on-errors', 'repeated-bulk-ids'],
  ...['decorated-members', 'partial-update', 'no-external-id', 'unknown-attributes'],
];
const REFUSED = [
  ...['bad-json', 'too-many-operations', 'wrong-root-schema', 'no-operations', 'no-method'],
  ...['no-path', 'no-bulk-id', 'no-data', 'patch-method', 'delete-method', 'groups-path'],
];

describe('bulkUpload', () => {
  test('stages with 202, no body, and where the log of the job is', () => {
    const rig = new Rig();
    const body = JSON.stringify(bulk([person('E1')]));
    for (const version of ['v1.0', 'beta']) {
      const path = `${JOB_PATH.replace('v1.0', version)}/bulkUpload`;
      const headers = { 'content-type': 'application/scim+json', 'client-request-id': 'call-1' };
      const answer = rig.graph('POST', path, body, headers);
      expect([answer.status, answer.body]).toEqual([202, '']);
      expect(answer.headers).toMatchObject({
        location: `${GRAPH}/${version}/auditLogs/provisioning/?$filter=jobid%20eq%20'${JOB_ID}'`,
        'client-request-id': 'call-1',
        'request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    }
  });

  test('makes a client-request-id where none was sent', () => {
    expect(new Rig().upload(person('E1')).headers['client-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('leads from Location to the rows of the job', () => {
    const rig = new Rig();
    rig.upload(person('E1'));
    const location = rig.upload(person('E2')).headers['location']!;
    rig.catchUp();
    const answer = rig.graph('GET', decodeURIComponent(location.replace(GRAPH, '')));
    expect(JSON.parse(answer.body).value.length).toBeGreaterThanOrEqual(2);
  });

  test.each(ACCEPTED)('accepts the sample %s', (name) => {
    expect(new Rig().uploadText(fixture(name)).status).toBe(202);
  });

  test.each(REFUSED)('refuses the sample %s', (name) => {
    const answer = new Rig().uploadText(fixture(name));
    expect([answer.status, error(answer).message]).toEqual([400, 'Invalid Data Format']);
    expect(JSON.parse(answer.body).error.innerError).toHaveProperty('request-id');
  });

  test('refuses another media type, and takes a charset', () => {
    const body = JSON.stringify(bulk([person('E1')]));
    expect(new Rig().uploadText(body, 'application/json').status).toBe(400);
    expect(new Rig().uploadText(body, '').status).toBe(400);
    expect(new Rig().uploadText(body, 'application/scim+json; charset=utf-8').status).toBe(202);
  });

  test('takes 50 operations and not 51', () => {
    const people = Array.from({ length: 51 }, (_, at) => person(`E${at}`));
    expect(new Rig().upload(...people.slice(1)).status).toBe(202);
    expect(new Rig().upload(...people).status).toBe(400);
  });

  test.each(['core-only', 'lower-case-path', 'repeated-bulk-ids', 'no-external-id'])(
    'refuses the sample %s when strict',
    (name) => {
      expect(new Rig({ strict: true }).uploadText(fixture(name)).status).toBe(400);
    },
  );

  test('never keeps a password', () => {
    const rig = new Rig();
    rig.provision(person('E1', { password: 'hunter2-secret' }));
    const told = rig.state.history().map(({ json }) => json);
    expect(told.join()).not.toContain('hunter2');
  });

  test('answers 413 to a body that is too large', () => {
    expect(new Rig({ maxBodyBytes: 10 }).upload(person('E1')).status).toBe(413);
  });

  test('answers 500 when the bucket is full, and restart empties it', () => {
    const rig = new Rig({ queueCapacity: 2, roles: [...ADMIN] });
    rig.change('pause');
    rig.upload(person('E1'), person('E2'));
    const answer = rig.upload(person('E3'));
    expect(answer.status).toBe(500);
    expect(error(answer).message).toContain('bucket that stores the ingested data is full');
    rig.change('restart');
    expect(rig.upload(person('E3')).status).toBe(202);
  });

  test('keeps failed payloads in the bucket until a restart', () => {
    const rig = new Rig({ queueCapacity: 1, roles: [...ADMIN] });
    rig.provision(person('E1', { userName: 'bad name' }));
    expect(rig.upload(person('E2')).status).toBe(500);
    rig.change('restart');
    expect(rig.upload(person('E2')).status).toBe(202);
  });

  test('takes DELETE on beta only where that is switched on', () => {
    const body = JSON.stringify({
      ...bulk([]),
      Operations: [operation({ externalId: 'E10030' }, { method: 'DELETE' })],
    });
    const headers = { 'content-type': 'application/scim+json' };
    const beta = `${JOB_PATH.replace('v1.0', 'beta')}/bulkUpload`;
    const rig = new Rig({ deletes: true });
    expect(rig.uploadText(body).status).toBe(400);
    expect(rig.graph('POST', beta, body, headers).status).toBe(202);
    rig.catchUp();
    expect(rig.user('E10030')).toBeUndefined();
    expect(rig.rowsOf('E10030')).toMatchObject([{ provisioningAction: 'delete' }]);
  });

  test('writes one line of history with the records', () => {
    const rig = new Rig();
    rig.upload(person('E1'), person('E2', { active: false }));
    expect(rig.history('bulkUpload')).toMatchObject([
      {
        ...{ status: 202, job: JOB_ID, duringPause: false, requestId: expect.any(String) },
        records: [
          { externalId: 'E1', active: true, userName: 'user.e1', data: { title: 'Engineer' } },
          { externalId: 'E2', active: false },
        ],
      },
    ]);
  });
});

const ADMIN = ['SynchronizationData-User.Upload', 'Synchronization.ReadWrite.All'];

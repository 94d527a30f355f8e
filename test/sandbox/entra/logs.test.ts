import { JOB_ID, TENANT_ID } from '../../../src/sandbox/entra/identities.js';
import { person } from './records.js';
import { DAY, error, GRAPH, MINUTE, Rig } from './sandbox.js';

const LOGS = '/v1.0/auditLogs/provisioning';
const parse = (answer: { body: string }) => JSON.parse(answer.body);
const filtered = (rig: Rig, filter: string, path = LOGS) =>
  rig.graph('GET', `${path}?$filter=${filter}`);

describe('the provisioning log', () => {
  test('shows rows five to ten minutes after processing', () => {
    const rig = new Rig();
    rig.upload(person('E1'));
    rig.clock.advance(30_000);
    rig.entra.settle();
    const [row] = rig.history('logRow');
    const delay = Number(row!['visibleAt']) - row!.at;
    expect(delay).toBeGreaterThanOrEqual(5 * MINUTE);
    expect(delay).toBeLessThanOrEqual(10 * MINUTE);
    rig.clock.advance(delay - 1);
    expect(parse(rig.graph('GET', LOGS)).value).toHaveLength(0);
    rig.clock.advance(1);
    expect(parse(rig.graph('GET', LOGS)).value).toMatchObject([{ id: row!['row'] }]);
  });

  test('draws the row of the documented shape', () => {
    const rig = new Rig();
    rig.provision(person('E1'));
    expect(rig.rowsOf('E1')[0]).toMatchObject({
      ...{ tenantId: TENANT_ID, jobId: JOB_ID, provisioningAction: 'create' },
      ...{ cycleId: expect.any(String), changeId: expect.any(String) },
      durationInMilliseconds: expect.any(Number),
      initiatedBy: { displayName: 'Azure AD Provisioning Service', initiatorType: 'system' },
      servicePrincipal: { id: '0c000000-0000-4000-8000-000000000001' },
      sourceSystem: { displayName: 'API' },
      sourceIdentity: { id: 'E1', identityType: 'User' },
      targetIdentity: { displayName: 'user.e1@sandbox.example' },
      provisioningStatusInfo: { status: 'success', errorInformation: null },
      provisioningSteps: expect.arrayContaining([
        expect.objectContaining({ provisioningStepType: 'import', status: 'success' }),
        expect.objectContaining({
          ...{ provisioningStepType: 'export', details: { ReportableIdentifier: 'E1' } },
        }),
      ]),
    });
    for (const { newValue } of rig.rowsOf('E1')[0]!['modifiedProperties']) {
      expect(typeof newValue).toBe('string');
    }
  });

  test('has the deprecated members on beta only', () => {
    const rig = new Rig();
    rig.provision(person('E1'));
    const [beta] = parse(rig.graph('GET', LOGS.replace('v1.0', 'beta'))).value;
    expect(beta).toMatchObject({ action: expect.any(String), statusInfo: { status: 'success' } });
    expect(parse(rig.graph('GET', LOGS)).value[0]).not.toHaveProperty('action');
  });

  test('never shows a request id or a bulkId', () => {
    const rig = new Rig();
    const requestId = rig.upload(person('E1')).headers['request-id']!;
    rig.catchUp();
    const { body } = rig.graph('GET', LOGS);
    expect(body).not.toContain(requestId);
    expect(body).not.toContain('b-E1');
  });

  test('gives each cycle an id of its own', () => {
    const rig = new Rig();
    rig.provision(person('E1'), person('E2'));
    rig.provision(person('E3'));
    expect(new Set(rig.rows().map((row) => row['cycleId'])).size).toBe(2);
  });

  test.each([
    [`jobId eq '${JOB_ID}'`, true],
    [`jobid eq '${JOB_ID}'`, true],
    [`jobId eq '${JOB_ID.toLowerCase()}'`, false],
    ["sourceIdentity/id eq 'E1'", true],
    ["sourceIdentity/id eq 'e1'", false],
    ["contains(sourceIdentity/id, 'E')", true],
    ["provisioningAction eq 'create'", true],
    ['activityDateTime gt 2026-11-23T09:00:30Z', false],
    ['activityDateTime ge 2026-11-23T09:00:30Z', true],
    ['activityDateTime lt 2026-11-23T09:00:31Z', true],
    [`jobId eq '${JOB_ID}' and activityDateTime gt 2026-11-23T09:00:00Z`, true],
    ["cycleId ne 'x'", true],
  ])('filters by %s', (filter, found) => {
    const rig = new Rig();
    rig.provision(person('E1'));
    expect(parse(filtered(rig, filter)).value.length > 0).toBe(found);
  });

  test.each([
    'foo eq 1',
    'jobId gt 1',
    "statusInfo/status eq 'failure'",
    'jobId eq',
    "'",
    "id eq 'x' or",
  ])('refuses the filter %s', (filter) => {
    const answer = filtered(new Rig(), filter);
    expect([answer.status, error(answer).code]).toEqual([400, 'BadRequest']);
  });

  test('stays with the documented operators where lenience is off', () => {
    const rig = new Rig({ lenientFilters: false });
    expect(filtered(rig, 'activityDateTime ge 2026-11-23T09:00:30Z').status).toBe(400);
    expect(filtered(rig, 'activityDateTime gt 2026-11-23T09:00:30Z').status).toBe(200);
  });

  test('filters by statusInfo/status on beta', () => {
    const path = LOGS.replace('v1.0', 'beta');
    expect(filtered(new Rig(), "statusInfo/status eq 'failure'", path).status).toBe(200);
  });

  test.each(['asc', 'desc'])('pages %s without losing or repeating a row', (order) => {
    const rig = new Rig({ managerRow: 'step', logReads: { calls: 99, windowMs: 1000 } });
    rig.provision(...Array.from({ length: 10 }, (_, at) => person(`E${at}`)));
    const seen: string[] = [];
    let url = `${LOGS}?$top=3&$orderby=activityDateTime ${order}&$filter=jobId eq '${JOB_ID}'`;
    for (let pages = 1; ; pages++) {
      const page = parse(rig.graph('GET', url));
      seen.push(
        ...page.value.map((row: { sourceIdentity: { id: string } }) => row.sourceIdentity.id),
      );
      const next: string | undefined = page['@odata.nextLink'];
      if (!next) break;
      expect(next.startsWith(`${GRAPH}${LOGS}?`)).toBe(true);
      expect(next).toContain('$skiptoken=');
      expect(pages).toBeLessThan(5);
      url = next.replace(GRAPH, '');
    }
    expect([...seen].sort()).toEqual(Array.from({ length: 10 }, (_, at) => `E${at}`));
  });

  test('refuses a page size that is none', () => {
    expect(new Rig().graph('GET', `${LOGS}?$top=0`).status).toBe(400);
    expect(new Rig().graph('GET', `${LOGS}?$orderby=id`).status).toBe(400);
    expect(new Rig().graph('GET', `${LOGS}?$skiptoken=!`).status).toBe(400);
  });

  test('forgets rows after thirty days, and takes no changes', () => {
    const rig = new Rig();
    rig.provision(person('E1'));
    rig.clock.advance(29 * DAY);
    expect(rig.rowsOf('E1')).not.toHaveLength(0);
    rig.clock.advance(1 * DAY);
    expect(rig.rowsOf('E1')).toHaveLength(0);
    expect(rig.graph('DELETE', LOGS).status).toBe(405);
  });

  test('tells of each read in the history', () => {
    const rig = new Rig();
    rig.provision(person('E1'));
    const ids = rig.rows().map(({ id }) => id);
    expect(rig.history('logRead')).toMatchObject([{ status: 200, rows: ids }]);
  });
});

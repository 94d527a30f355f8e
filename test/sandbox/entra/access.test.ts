import { error, JOB_PATH, request, Rig, GRAPH } from './sandbox.js';
import { person } from './records.js';

describe('sign-in to Graph', () => {
  test.each([
    ['missing', {}],
    ['malformed', { authorization: 'Bearer abc' }],
    ['of another scheme', { authorization: 'Basic abc' }],
  ])('answers 401 to a token that is %s', (_, headers) => {
    const answer = new Rig().entra.graph(request('GET', JOB_PATH, '', headers), GRAPH);
    expect([answer.status, error(answer).code]).toEqual([401, 'InvalidAuthenticationToken']);
  });

  test('answers 401 to a forged token', () => {
    const rig = new Rig();
    const [head, claims, signature] = rig.token().split('.') as [string, string, string];
    const longer = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...longer, roles: ['x'] })).toString('base64url');
    const authorization = `Bearer ${head}.${forged}.${signature}`;
    expect(rig.graph('GET', JOB_PATH, '', { authorization }).status).toBe(401);
  });

  test('answers 401 once the hour is over', () => {
    const rig = new Rig();
    const headers = { authorization: `Bearer ${rig.token()}` };
    rig.clock.advance(3_598_000);
    expect(rig.graph('GET', JOB_PATH, '', headers).status).toBe(200);
    rig.clock.advance(1000);
    expect(error(rig.graph('GET', JOB_PATH, '', headers)).message).toMatch(/expired/);
  });
});

describe('permissions', () => {
  test('refuses an upload without the role', () => {
    const answer = new Rig({ roles: ['User.Read.All'] }).upload(person('E1'));
    expect([answer.status, error(answer).code]).toEqual([403, 'Authorization_RequestDenied']);
  });

  test('takes OwnedBy only for a service principal that the client owns', () => {
    const roles = ['SynchronizationData-User.Upload.OwnedBy'];
    expect(new Rig({ roles }).upload(person('E1')).status).toBe(403);
    const owned = { roles, ownedServicePrincipals: ['0c000000-0000-4000-8000-000000000001'] };
    expect(new Rig(owned).upload(person('E1')).status).toBe(202);
  });

  test.each(['ProvisioningLog.Read.All', 'AuditLog.Read.All', 'Directory.Read.All'])(
    'lets %s read the log',
    (role) => {
      const rig = new Rig({ roles: [role] });
      expect(rig.graph('GET', '/v1.0/auditLogs/provisioning').status).toBe(200);
    },
  );

  test.each([
    ['GET', '/v1.0/auditLogs/provisioning'],
    ['GET', JOB_PATH],
    ['GET', `${JOB_PATH}/schema`],
    ['GET', '/v1.0/users'],
  ])('refuses %s %s without its role', (method, path) => {
    expect(new Rig({ roles: [] }).graph(method, path).status).toBe(403);
  });

  test.each(['start', 'pause', 'restart'])('lets a reader not %s the job', (action) => {
    expect(new Rig().change(action).status).toBe(403);
  });

  test('offers no writes of users', () => {
    expect(new Rig().graph('PATCH', '/v1.0/users/x', '{}').status).toBe(405);
    expect(new Rig().graph('POST', '/v1.0/users', '{}').status).toBe(405);
  });
});

describe('addresses', () => {
  test('does not know another service principal or job', () => {
    const rig = new Rig();
    const other = JOB_PATH.replace('0c000000', '0c000001');
    expect(rig.graph('POST', `${other}/bulkUpload`).status).toBe(404);
    expect(rig.graph('POST', `${JOB_PATH}x/bulkUpload`).status).toBe(404);
    expect(rig.graph('GET', '/v1.0/groups').status).toBe(404);
    expect(rig.graph('GET', '/v2.0/users').status).toBe(404);
  });

  test('says that a service principal belongs to another tenant', () => {
    const rig = new Rig({ foreignServicePrincipals: ['f0000000'] });
    const path = '/v1.0/servicePrincipals/f0000000/synchronization/jobs/x/bulkUpload';
    expect(error(rig.graph('POST', path)).message).toMatch(/does not belong to the authenticated/);
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE'])('takes no %s on bulkUpload', (method) => {
    expect(new Rig().graph(method, `${JOB_PATH}/bulkUpload`).status).toBe(405);
  });
});

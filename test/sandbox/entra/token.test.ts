import { createSign, constants, generateKeyPairSync } from 'node:crypto';
import { CLIENT_ID, TENANT_ID } from '../../../src/sandbox/entra/identities.js';
import { ENTRA, request, Rig } from './sandbox.js';

const claims = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
const body = (answer: { body: string }) => JSON.parse(answer.body);

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();

function assertion(rig: Rig, more: object = {}): Record<string, string> {
  const now = Math.floor(rig.clock.now() / 1000);
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'PS256', typ: 'JWT' })}.${encode({
    ...{ aud: `${ENTRA}/${TENANT_ID}/oauth2/v2.0/token`, iss: CLIENT_ID, sub: CLIENT_ID },
    ...{ jti: 'x', nbf: now, iat: now, exp: now + 600, ...more },
  })}`;
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const key = { key: keys.privateKey, padding, saltLength: 32 };
  const signature = createSign('sha256').update(signed).sign(key).toString('base64url');
  return {
    client_secret: '',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${signed}.${signature}`,
  };
}

describe('the token endpoint', () => {
  test('gives a token with tenant, application and roles for 3599 seconds', () => {
    const rig = new Rig();
    const answer = rig.tokenAnswer();
    expect(answer.status).toBe(200);
    expect(body(answer)).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    expect(body(answer)).not.toHaveProperty('refresh_token');
    expect(claims(body(answer).access_token)).toMatchObject({
      ...{ tid: TENANT_ID, appid: CLIENT_ID, aud: 'https://graph.microsoft.com' },
      roles: expect.arrayContaining(['SynchronizationData-User.Upload']),
    });
  });

  test('takes the secret in HTTP Basic as well', () => {
    const rig = new Rig();
    const path = `/${TENANT_ID}/oauth2/v2.0/token`;
    const form = 'grant_type=client_credentials&scope=https%3A%2F%2Fgraph%2F.default';
    const basic = Buffer.from(`${CLIENT_ID}:sandbox`).toString('base64');
    const headers = { authorization: `Basic ${basic}` };
    expect(rig.entra.entra(request('POST', path, form, headers), ENTRA).status).toBe(200);
  });

  test.each([
    ['a wrong secret', { client_secret: 'no' }, 401, 7000215, 'invalid_client'],
    ['an expired secret', { client_secret: 'old' }, 401, 7000222, 'invalid_client'],
    ['another application', { client_id: 'f'.repeat(8) }, 400, 700016, 'unauthorized_client'],
    ['a scope without /.default', { scope: 'User.Read' }, 400, 70011, 'invalid_scope'],
    ['another grant', { grant_type: 'password' }, 400, 70003, 'unsupported_grant_type'],
  ])('refuses %s', (_, form, status, code, name) => {
    const rig = new Rig({ expiredSecrets: ['old'] });
    const answer = rig.tokenAnswer(form);
    expect(answer.status).toBe(status);
    expect(body(answer)).toMatchObject({
      ...{ error: name, error_codes: [code] },
      error_description: expect.stringMatching(
        new RegExp(`^AADSTS${code}: .*Trace ID: .* Correlation ID: .* Timestamp: `),
      ),
      ...{ trace_id: expect.any(String), correlation_id: expect.any(String) },
    });
    expect(rig.history('token')).toMatchObject([{ granted: false }]);
  });

  test('takes an assertion signed with a configured key', () => {
    const rig = new Rig({ certificates: [publicPem] });
    expect(rig.tokenAnswer(assertion(rig)).status).toBe(200);
  });

  test.each([
    ['of no configured key', {}, [], 700027],
    ['for another audience', { aud: 'https://elsewhere.example' }, [publicPem], 700023],
    ['of another application', { iss: 'x', sub: 'x' }, [publicPem], 700021],
    ['that has expired', { exp: 1 }, [publicPem], 700024],
    ['of an issuer nobody trusts', { iss: 'https://ci.example' }, [publicPem], 70021],
  ])('refuses an assertion %s', (_, more, certificates, code) => {
    const rig = new Rig({ certificates });
    const answer = rig.tokenAnswer(assertion(rig, more));
    expect([answer.status, body(answer).error_codes]).toEqual([401, [code]]);
  });

  test('takes an assertion of a trusted issuer', () => {
    const [issuer, subject, audience] = ['https://ci.example', 'repo:x', 'api://exchange'];
    const rig = new Rig({ federatedCredentials: [{ issuer, subject, audience, key: publicPem }] });
    const form = assertion(rig, { iss: issuer, sub: subject, aud: audience });
    expect(rig.tokenAnswer(form).status).toBe(200);
  });

  test('tells where its endpoints are', () => {
    const rig = new Rig();
    for (const path of ['v2.0', 'oauth2/v2.0']) {
      const url = `/${TENANT_ID}/${path}/.well-known/openid-configuration`;
      expect(body(rig.entra.entra(request('GET', url), ENTRA))).toMatchObject({
        token_endpoint: `${ENTRA}/${TENANT_ID}/oauth2/v2.0/token`,
        issuer: `${ENTRA}/${TENANT_ID}/v2.0`,
        authorization_endpoint: expect.any(String),
        jwks_uri: expect.any(String),
      });
    }
  });

  test('keeps tokens good over a restart of the sandbox', () => {
    const first = new Rig();
    const token = first.token();
    const second = new Rig({}, { clock: first.clock, state: first.state });
    const answer = second.graph('GET', '/v1.0/users', '', { authorization: `Bearer ${token}` });
    expect(answer.status).toBe(200);
  });
});

import { json, type SandboxResponse } from '../../message.js';

/** OpenID Connect Discovery 1.0 section 3, as far as token libraries read it. */
export function openidConfiguration(tenant: string, baseUrl: string): SandboxResponse {
  const authority = `${baseUrl}/${tenant}`;
  return json(200, {
    issuer: `${authority}/v2.0`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: [
      ...['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    ],
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
    claims_supported: ['iss', 'sub', 'aud', 'exp', 'iat', 'tid'],
  });
}

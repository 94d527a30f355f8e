import { json, type SandboxResponse } from '../../message.js';
import type { EntraWorld } from '../world.js';

/** Numbers as the platform uses them [CC, JavaAuth]; the words are our own. */
const KNOWN = {
  badRequest: [900144, 'invalid_request', 'The request body must contain the parameters needed.'],
  badGrant: [70003, 'unsupported_grant_type', 'The grant type is not supported.'],
  badScope: [
    70011,
    'invalid_scope',
    'The scope is not valid; expected one that ends in /.default.',
  ],
  unknownTenant: [90002, 'invalid_request', 'The tenant was not found.'],
  unknownApp: [700016, 'unauthorized_client', 'The application was not found in the tenant.'],
  noCredential: [7000218, 'invalid_client', 'A client_assertion or client_secret is needed.'],
  wrongSecret: [7000215, 'invalid_client', 'The client secret provided is not valid.'],
  expiredSecret: [7000222, 'invalid_client', 'The client secret provided has expired.'],
  badSignature: [700027, 'invalid_client', 'The assertion failed signature validation.'],
  assertionApp: [700021, 'invalid_client', 'The assertion is of another application.'],
  assertionAudience: [700023, 'invalid_client', 'The audience of the assertion does not match.'],
  assertionExpired: [700024, 'invalid_client', 'The assertion is not within its valid time.'],
  noFederation: [70021, 'invalid_client', 'No federated identity record matches the assertion.'],
} as const satisfies Record<string, readonly [number, string, string]>;

export type TokenProblem = keyof typeof KNOWN;

export function tokenError(world: EntraWorld, problem: TokenProblem): SandboxResponse {
  const [code, error, words] = KNOWN[problem];
  const trace = world.random.uuid();
  const correlation = world.random.uuid();
  const timestamp = new Date(world.now()).toISOString().replace('T', ' ').replace(/\..*/, 'Z');
  return json(error === 'invalid_client' ? 401 : 400, {
    error,
    error_description: `AADSTS${code}: ${words} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    ...{ error_codes: [code], timestamp, trace_id: trace, correlation_id: correlation },
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  });
}

import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import type { TargetSettings } from '../../domain/settings.js';
import type { Clock } from '../../ports/clock.js';
import type { Http } from '../../ports/http.js';

/**
 * Resolves to a bearer token, or null when none can be had now. `refused` is a token that was just
 * answered 401: another one is fetched, unless another caller has done so already.
 */
export type TokenSource = (refused?: string) => Promise<string | null>;

/** Enough for the library's own repeats; calls of the target wait as long. */
const LONGEST_MS = 30_000;

/** Sign-in as the target says: @azure/identity, or the plain protocol for a stand-in on this machine. */
export function tokenSource(target: TargetSettings, http: Http, clock: Clock): TokenSource {
  // MSAL refuses authorities without TLS, and the sandbox is on loopback without it.
  if (target.authorityUrl.startsWith('http://')) return plainTokens(target, http, clock);
  return azureTokens(
    () => credentialOf(target),
    `${new URL(target.graphUrl).origin}/.default`,
    clock,
  );
}

/** Concurrent callers share one request; a token is renewed five minutes before its end. */
function shared(
  clock: Clock,
  fetchToken: (refused?: string) => Promise<{ token: string; expiresAt: number } | null>,
): TokenSource {
  let held: { token: string; expiresAt: number } | null = null;
  let pending: Promise<string | null> | null = null;
  return (refused) => {
    const usable = held && held.token !== refused && held.expiresAt - 300_000 > clock.now();
    if (held && usable) return Promise.resolve(held.token);
    pending ??= fetchToken(refused)
      .then((fetched) => (held = fetched)?.token ?? null)
      .finally(() => (pending = null));
    return pending;
  };
}

/**
 * Tokens of the library. It keeps one until it ends, whatever was answered to it, so that another is
 * only had from a new credential; and it waits for ever where a connection stays open and silent.
 */
export function azureTokens(
  newCredential: () => TokenCredential,
  scope: string,
  clock: Clock,
): TokenSource {
  let credential = newCredential();
  return shared(clock, async (refused) => {
    if (refused !== undefined) credential = newCredential();
    try {
      const token = await inTime(credential.getToken(scope), clock);
      return token && { token: token.token, expiresAt: token.expiresOnTimestamp };
    } catch {
      // The library logs the cause; to the caller, no token is an expected outcome.
      return null;
    }
  });
}

/** Null where it takes too long; what comes of it then is of no interest. */
async function inTime<T>(work: Promise<T>, clock: Clock): Promise<T | null> {
  const over = new AbortController();
  try {
    return await Promise.race([work, clock.sleep(LONGEST_MS, over.signal).then(() => null)]);
  } finally {
    over.abort();
  }
}

function credentialOf({ credential, authorityUrl }: TargetSettings): TokenCredential {
  const options = { authorityHost: authorityUrl };
  switch (credential.kind) {
    case 'secret':
      return new ClientSecretCredential(
        credential.tenantId,
        credential.clientId,
        credential.secret,
        options,
      );
    case 'certificate':
      return new ClientCertificateCredential(
        credential.tenantId,
        credential.clientId,
        { certificatePath: credential.certificateFile },
        options,
      );
    case 'managed-identity':
      return credential.clientId
        ? new ManagedIdentityCredential({ clientId: credential.clientId })
        : new ManagedIdentityCredential();
    case 'workload-identity':
      return new WorkloadIdentityCredential({
        ...options,
        tenantId: credential.tenantId,
        clientId: credential.clientId,
        tokenFilePath: credential.tokenFile,
      });
  }
}

/** OAuth 2.0 client credentials with a secret (fact sheet 4, [CC]). */
function plainTokens(target: TargetSettings, http: Http, clock: Clock): TokenSource {
  const { credential } = target;
  if (credential.kind !== 'secret')
    throw new Error(`target ${target.name}: only a secret works without TLS`);
  return shared(clock, async () => {
    const answer = await http.send({
      method: 'POST',
      url: `${target.authorityUrl}/${credential.tenantId}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: credential.clientId,
        client_secret: credential.secret,
        scope: `${new URL(target.graphUrl).origin}/.default`,
      }).toString(),
      timeoutMs: 15_000,
    });
    if (answer.is !== 'answer' || answer.status !== 200) return null;
    try {
      const { access_token, expires_in } = JSON.parse(answer.body) as {
        access_token: string;
        expires_in: number;
      };
      return { token: access_token, expiresAt: clock.now() + expires_in * 1000 };
    } catch {
      return null;
    }
  });
}

import { constants, createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import { CLIENT_ID } from '../identities.js';
import type { FederatedCredential } from '../settings.js';
import type { EntraWorld } from '../world.js';
import { type Jwt, readJwt } from './jwt.js';
import type { TokenProblem } from './token-error.js';

/** What is wrong with a client assertion, or null: the client's own, or of a trusted issuer [Cert]. */
export function assertionProblem(
  world: EntraWorld,
  assertion: string,
  audiences: readonly string[],
): TokenProblem | null {
  const jwt = readJwt(assertion);
  if (!jwt) return 'badSignature';
  const { iss, sub, aud } = jwt.claims;
  if (!isCurrent(jwt, world.now())) return 'assertionExpired';
  if (iss !== sub) return federatedProblem(world, jwt);
  if (iss !== CLIENT_ID) return 'assertionApp';
  if (!audiences.includes(String(aud))) return 'assertionAudience';
  const proved = world.settings.certificates.some((pem) => provedBy(jwt, pem));
  return proved ? null : 'badSignature';
}

function federatedProblem(world: EntraWorld, jwt: Jwt): TokenProblem | null {
  const known = world.settings.federatedCredentials.find((one) => names(one, jwt.claims));
  if (!known) return 'noFederation';
  return provedBy(jwt, known.key) ? null : 'badSignature';
}

function names({ issuer, subject, audience }: FederatedCredential, claims: Jwt['claims']): boolean {
  return claims['iss'] === issuer && claims['sub'] === subject && claims['aud'] === audience;
}

function isCurrent({ claims: { exp, nbf } }: Jwt, now: number): boolean {
  const skewMs = 300_000;
  if (typeof exp !== 'number' || exp * 1000 + skewMs <= now) return false;
  return typeof nbf !== 'number' || nbf * 1000 - skewMs <= now;
}

function provedBy(jwt: Jwt, pem: string): boolean {
  try {
    return namesKey(jwt, pem) && signedWith(jwt, createPublicKey(pem));
  } catch {
    return false;
  }
}

/** A thumbprint in the header must be that of the certificate. */
function namesKey({ header }: Jwt, pem: string): boolean {
  if (!pem.includes('BEGIN CERTIFICATE')) return true;
  const der = new X509Certificate(pem).raw;
  const print = (name: string) => createHash(name).update(der).digest('base64url');
  const sha256 = header['x5t#S256'];
  if (typeof sha256 === 'string') return sha256 === print('sha256');
  const sha1 = header['x5t'];
  return typeof sha1 !== 'string' || sha1 === print('sha1');
}

/** PS256, or RS256 of the older form. */
function signedWith({ header, signed, signature }: Jwt, key: KeyObject): boolean {
  const data = Buffer.from(signed);
  if (header['alg'] === 'RS256') return verify('sha256', data, key, signature);
  if (header['alg'] !== 'PS256') return false;
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return verify('sha256', data, { key, padding, saltLength: 32 }, signature);
}

import type { SenderProof } from '../domain/settings.js';
import { anySame } from './constant-time.js';
import { checkSignature, EVENT_ID } from './standard-webhooks.js';

type ProofOf<K extends SenderProof['kind']> = Extract<SenderProof, { kind: K }>;

export type Proof =
  /** `eventId` is null where the sender gives its deliveries none. */
  | { is: 'proven'; eventId: string | null }
  | {
      is: 'unproven';
      problem: 'invalid-signature' | 'stale-timestamp' | 'invalid-token';
      /** Value of WWW-Authenticate. */
      challenge: string;
    };

export interface Evidence {
  /** Header values by lower-case name, one entry per time the header was sent. */
  headers: Readonly<Record<string, string[] | undefined>>;
  /** The bytes a signature may cover. */
  wholes: readonly Buffer[];
  /** Milliseconds since the epoch. */
  now: number;
}

/** Who sent this? Decided over raw bytes, before anything in them is read. */
export function proveSender(proof: SenderProof, evidence: Evidence): Proof {
  switch (proof.kind) {
    case 'standard-webhooks':
      return proveSignature(proof, evidence);
    case 'header':
      return proveToken(evidence, only(evidence, proof.header), proof.tokens, 'Token');
    case 'bearer':
      return proveToken(evidence, authorization(evidence, 'bearer'), proof.tokens, 'Bearer');
    case 'basic':
      return proveToken(evidence, basicPair(evidence), pairs(proof), 'Basic');
  }
}

function proveSignature(proof: ProofOf<'standard-webhooks'>, evidence: Evidence): Proof {
  const id = only(evidence, 'webhook-id');
  const timestamp = only(evidence, 'webhook-timestamp');
  const signature = only(evidence, 'webhook-signature');
  const found =
    id && timestamp && signature
      ? checkSignature({ id, timestamp, signature }, evidence.wholes, {
          ...proof,
          now: evidence.now,
        })
      : 'invalid-signature';
  if (found === 'proven') return { is: 'proven', eventId: id };
  return { is: 'unproven', problem: found, challenge: challenge('Standard-Webhooks') };
}

function proveToken(
  evidence: Evidence,
  given: string | null,
  tokens: readonly string[],
  scheme: string,
): Proof {
  if (given === null || !anySame(given, tokens)) {
    return { is: 'unproven', problem: 'invalid-token', challenge: challenge(scheme) };
  }
  const id = only(evidence, 'webhook-id');
  return { is: 'proven', eventId: id !== null && EVENT_ID.test(id) ? id : null };
}

/** A header sent twice says nothing: which of the two would be meant? */
function only({ headers }: Evidence, name: string): string | null {
  const values = headers[name.toLowerCase()] ?? [];
  return values.length === 1 && values[0] ? values[0] : null;
}

function authorization(evidence: Evidence, scheme: string): string | null {
  const [, given, credentials] =
    /^([A-Za-z]+) +([^\s]+)$/.exec(only(evidence, 'authorization') ?? '') ?? [];
  return given?.toLowerCase() === scheme && credentials ? credentials : null;
}

function basicPair(evidence: Evidence): string | null {
  const encoded = authorization(evidence, 'basic');
  return encoded === null ? null : Buffer.from(encoded, 'base64').toString('utf8');
}

/** RFC 7617 section 2: the user's name has no colon, so the pair has one reading. */
function pairs(proof: ProofOf<'basic'>): string[] {
  return proof.credentials.map(({ user, password }) => `${user}:${password}`);
}

function challenge(scheme: string): string {
  return `${scheme} realm="webhooks"`;
}

import axios from 'axios';
import type { HttpFailure } from '../../ports/http.js';
import { PRIVATE_ADDRESS } from './checked-lookup.js';

/** No connection came about, so no byte of the request can have arrived. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const TIMED_OUT = new Set(['ERR_CANCELED', 'ECONNABORTED', 'ETIMEDOUT']);

/** What the network did, as a value; anything that is not the network's doing is a bug and throws. */
export function failureOf(error: unknown): HttpFailure {
  if (!axios.isAxiosError(error) && !axios.isCancel(error)) throw error;
  const code = (error as { code?: string }).code ?? '';
  const message = (error as Error).message;
  if (code === PRIVATE_ADDRESS) return { is: 'failure', maybeSent: false, why: 'not-allowed' };
  if (NEVER_SENT.has(code)) return { is: 'failure', maybeSent: false, why: 'refused' };
  if (TIMED_OUT.has(code)) return { is: 'failure', maybeSent: true, why: 'timeout' };
  if (message.startsWith('maxContentLength')) {
    return { is: 'failure', maybeSent: true, why: 'too-large' };
  }
  if (/larger than maxBodyLength/.test(message)) {
    return { is: 'failure', maybeSent: false, why: 'too-large' };
  }
  return { is: 'failure', maybeSent: true, why: 'reset' };
}

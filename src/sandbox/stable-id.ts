import { createHash } from 'node:crypto';

/** The same 32 hex characters for the same name, in every sandbox, so that documents can cite them. */
export function stableSysId(name: string): string {
  return createHash('sha256').update(`jml-bridge-sandbox:${name}`).digest('hex').slice(0, 32);
}

/** A UUID of version 8 (RFC 9562 section 5.8: content is up to the issuer). */
export function stableUuid(name: string): string {
  const hex = stableSysId(`uuid:${name}`);
  const at = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...at, `8${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}

/** A JWT taken apart; nothing about it is proved yet. */
export interface Jwt {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** What the signature covers. */
  signed: string;
  signature: Buffer;
}

export function readJwt(token: string): Jwt | null {
  const parts = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(token);
  if (!parts) return null;
  const [, head, body, signature] = parts as unknown as [string, string, string, string];
  const header = object(head);
  const claims = object(body);
  if (!header || !claims) return null;
  return {
    ...{ header, claims, signed: `${head}.${body}` },
    signature: Buffer.from(signature, 'base64url'),
  };
}

function object(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

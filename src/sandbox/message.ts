/** A request as the stand-ins see it: no sockets, so simulations can call them in process. */
export interface SandboxRequest {
  method: string;
  /** Path below the mount point (`/servicenow`, `/entra`, `/graph`), percent-decoded not yet applied. */
  path: string;
  query: URLSearchParams;
  /** Header names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
}

/** `body` is sent as it is; an absent `status` never happens. `drop` closes the socket without an answer. */
export interface SandboxResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
  drop?: boolean;
  /** Real milliseconds to wait before the answer starts. */
  delayMs?: number;
  /** Closes the socket after this many bytes of the body. */
  dropAfterBytes?: number;
}

export function json(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): SandboxResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

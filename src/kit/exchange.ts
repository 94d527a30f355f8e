/** A request to the connection's own system. The core adds host, credentials, pacing and retries. */
export interface ConnectorRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** Begins with `/`; no host: a connector cannot reach anything but its own system. */
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
}

/** A parsed JSON answer. Other statuses than 2xx, 404 and those named in `expects` never arrive here. */
export interface ConnectorAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/**
 * A conversation without I/O: it yields requests and is handed answers, and returns what it found.
 * The core drives it; a test drives it with a list of answers. When the system cannot be reached
 * the core ends the conversation and runs it again from its start later, so every exchange must be
 * safe to repeat.
 */
export type Exchange<T> = Generator<ConnectorRequest, T, ConnectorAnswer>;

/**
 * The system answered, but not what its interface promises: a cut-off list, a result without its
 * record. Nothing may be concluded from it, so the core runs the conversation again later.
 */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Milliseconds until the call counts as unanswered. */
  timeoutMs: number;
}

/** An answer of any status; header names in lower case. */
export interface HttpAnswer {
  is: 'answer';
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** No usable answer. `maybeSent` is false only where no byte of the request can have arrived. */
export interface HttpFailure {
  is: 'failure';
  maybeSent: boolean;
  /** `withdrawn`: who asked for it may not send it any more. */
  why:
    'timeout' | 'refused' | 'reset' | 'too-large' | 'not-allowed' | 'no-credentials' | 'withdrawn';
}

/**
 * One upstream. Never follows a redirect, never leaves the allowed origin, reads at most a bounded
 * number of bytes, and never throws for what the network does.
 */
export interface Http {
  send(request: HttpRequest): Promise<HttpAnswer | HttpFailure>;
}

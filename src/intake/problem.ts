import type { Response } from 'express';

export interface FieldError {
  /** JSON Pointer (RFC 6901) into the body. */
  pointer: string;
  code: string;
}

const PROBLEMS = {
  'malformed-json': [400, 'The body is not JSON', 'Send one JSON object.'],
  'invalid-encoding': [400, 'The body is not UTF-8', 'Send the body in UTF-8, whole.'],
  'duplicate-key': [400, 'A key is given twice', 'Send each key of an object once.'],
  'invalid-signature': [
    401,
    'The sender is not proven',
    'Sign the delivery with a current secret.',
  ],
  'stale-timestamp': [
    401,
    'The timestamp is missing or not current',
    'Sign again with the present time in whole seconds, and check the clock of the sender.',
  ],
  'invalid-token': [401, 'The sender is not proven', 'Send a current token.'],
  'not-found': [404, 'There is nothing here', 'Check the name of the connection in the address.'],
  'method-not-allowed': [405, 'Only POST is taken here', 'Send deliveries with POST.'],
  'delivery-in-progress': [
    409,
    'The same delivery is being taken in',
    'Nothing needs to be done if that one is accepted; else send it again after the time given.',
  ],
  'payload-too-large': [413, 'The body is too large', 'Send at most 256 KiB, also when unpacked.'],
  'unsupported-media-type': [
    415,
    'The content type is not taken',
    'Send application/json in UTF-8.',
  ],
  'unsupported-content-encoding': [
    415,
    'The content encoding is not taken',
    'Send the body as it is, or packed once with gzip.',
  ],
  'validation-failed': [
    422,
    'The delivery is not valid',
    'It was kept and is listed; correct it and send it again under a new id.',
  ],
  'not-approved': [
    422,
    'The request is not approved',
    'It was kept and is listed; nothing happens until the ticket itself is approved.',
  ],
  'delivery-id-reused': [
    422,
    'The delivery id was used before with another body',
    'It was kept and is listed; send each delivery under an id of its own.',
  ],
  'rate-limited': [
    429,
    'Too many deliveries at once',
    'It was not kept; send it again after the time given.',
  ],
  'connector-failed': [
    500,
    'The delivery could not be read',
    'It was kept and is listed; tell those who run the bridge.',
  ],
  'internal-error': [500, 'Something went wrong here', 'Send the delivery again later.'],
  unavailable: [503, 'The delivery could not be stored', 'Send it again after the time given.'],
} as const satisfies Record<string, readonly [number, string, string]>;

export type ProblemType = keyof typeof PROBLEMS;

export interface ProblemDetails {
  problem: ProblemType;
  /** Id of the request, or of the stored delivery. */
  id: string;
  errors?: readonly FieldError[] | undefined;
}

export function statusOf(problem: ProblemType): number {
  return PROBLEMS[problem][0];
}

/** Answers as RFC 9457 has it; says what was wrong and never repeats a value that was sent. */
export function sendProblem(res: Response, { problem, id, errors }: ProblemDetails): void {
  const [status, title, detail] = PROBLEMS[problem];
  const body = {
    type: `/problems/${problem}`,
    title,
    status,
    detail,
    instance: `urn:uuid:${id}`,
    ...(errors?.length ? { errors } : {}),
  };
  res.status(status).set('Cache-Control', 'no-store');
  res.type('application/problem+json').send(JSON.stringify(body));
}

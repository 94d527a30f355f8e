import type { SandboxRequest, SandboxResponse } from '../../src/sandbox/message.js';
import type { Upstream } from '../simulation/sim-http.js';

/** What becomes of one answer; `instead`: the upstream did nothing, otherwise it did its work. */
export interface Spoil {
  /** In the list of faults. */
  fault: string;
  name: string;
  instead: boolean;
  spoil: (answer: SandboxResponse) => SandboxResponse;
}

const SIGN_IN_PAGE = '<!doctype html><title>Sign in</title><form></form>';

const status = (code: number, fault: string): Spoil => ({
  ...{ fault, name: `${code}`, instead: true },
  spoil: () => ({
    ...{ status: code, headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ error: { code: 'Injected', message: 'injected' } }),
  }),
});

/** A gateway that gives up on a call its upstream goes on with. */
const afterwards = (code: number): Spoil => ({
  ...status(code, 'F22'),
  ...{ name: `${code} after the work was done`, instead: false },
});

export const SPOILS: readonly Spoil[] = [
  status(400, 'F42'),
  status(401, 'F26'),
  ...[403, 404, 408, 409, 413].map((code) => status(code, 'F27')),
  status(429, 'F16'),
  ...[500, 502, 503, 504].map((code) => status(code, 'F20')),
  ...[500, 504].map(afterwards),
  {
    ...{ fault: 'F24', name: 'HTML with 200', instead: true },
    spoil: () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: SIGN_IN_PAGE }),
  },
  {
    ...{ fault: 'F24', name: 'truncated JSON', instead: false },
    spoil: (answer) => ({ ...answer, body: answer.body.slice(0, answer.body.length / 2) }),
  },
  {
    ...{ fault: 'F25', name: 'redirect to another host', instead: true },
    spoil: () => ({ status: 302, headers: { location: 'https://elsewhere.example/' }, body: '' }),
  },
  {
    ...{ fault: 'F21', name: 'reset before the work', instead: true },
    spoil: () => ({ status: 500, headers: {}, body: '', drop: true }),
  },
  {
    ...{ fault: 'F22', name: 'reset after the work', instead: false },
    spoil: (answer) => ({ ...answer, drop: true }),
  },
];

export interface Spoiler {
  through: (upstream: Upstream) => Upstream;
  /** Calls that were counted. */
  calls: () => number;
}

/** Spoils the answer to the n-th call, polls that find nothing left out; 0: none, only counts. */
export function spoiler(n: number, { instead, spoil }: Spoil): Spoiler {
  let calls = 0;
  return {
    calls: () => calls,
    through: (upstream) => (request, base) => {
      const strikes = !isPoll(request) && ++calls === n;
      if (!strikes) return upstream(request, base);
      const nothing = { status: 200, headers: {}, body: '' };
      return spoil(instead ? nothing : upstream(request, base));
    },
  };
}

/** The job's state and the sweep are read again and again, whatever happens. */
function isPoll({ method, path, query }: SandboxRequest): boolean {
  if (method !== 'GET') return false;
  const sweep = (query.get('sysparm_query') ?? '').startsWith('approval=approved');
  return sweep || /\/synchronization\/jobs\/[^/]+$/.test(path);
}

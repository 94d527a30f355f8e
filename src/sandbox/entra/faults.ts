import type { Collection, SandboxState } from '../state.js';
import type { QuarantineReason } from './job/job-state.js';

export type EntraFaultPlace = 'token' | 'bulkUpload' | 'logs' | 'job' | 'users';

export type EntraFaultEffect =
  /** Any answer instead of the work; `retryAfter` is sent as it is written. */
  | {
      is: 'status';
      status: number;
      body?: unknown;
      headers?: Record<string, string>;
      retryAfter?: string;
    }
  /** Closes the socket before or after the work was done. */
  | { is: 'dropBefore' }
  | { is: 'dropAfter' }
  /** 200 with a sign-in page. */
  | { is: 'html' }
  /** The answer's body ends in the middle. */
  | { is: 'truncated' }
  | { is: 'redirect'; location?: string }
  | { is: 'noLocation' }
  | { is: 'bucketFull' }
  | { is: 'tooManyRequests'; retryAfter?: string }
  /** The call is answered as usual, and everything staged is lost. */
  | { is: 'purge' }
  | { is: 'pause' }
  | { is: 'quarantine'; reason?: QuarantineReason }
  | { is: 'deleteJob' }
  /** Of rows as they are written. */
  | { is: 'lateLogs'; ms: number }
  | { is: 'missingLogs' }
  /** Of pages as they are read. */
  | { is: 'duplicateLogs' }
  | { is: 'reorderLogs' }
  | { is: 'foreignJobRow' }
  | { is: 'futureRow'; ms?: number }
  | { is: 'protoRow' }
  | { is: 'endlessNextLink' }
  | { is: 'delay'; ms: number };

export interface EntraFault {
  id: string;
  on: EntraFaultPlace;
  effect: EntraFaultEffect;
  /** How often it strikes before it is spent; absent: until it is cleared. */
  times?: number;
  /** Strikes only every so many matching calls. */
  every?: number;
  /** Calls or rows of that person; of pages of the log, whom an invented row is about. */
  match?: { externalId?: string };
}

const OF_WRITTEN_ROWS: readonly string[] = ['lateLogs', 'missingLogs'];

interface Armed {
  fault: EntraFault;
  seen: number;
  struck: number;
}

/** The faults in force, in the order they were added; at most one strikes a call. */
export class EntraFaults {
  private readonly armed: Collection<Armed>;

  constructor(state: SandboxState) {
    this.armed = state.collection<Armed>('entra.fault');
  }

  add(fault: EntraFault): void {
    this.armed.put(fault.id, { fault, seen: 0, struck: 0 });
  }

  all(): EntraFault[] {
    return [...this.armed.values()].map(({ fault }) => fault);
  }

  clear(id?: string): void {
    for (const fault of this.all()) if (!id || fault.id === id) this.armed.delete(fault.id);
  }

  /** `concerns` tells whether the call or the row is about that person. */
  strike(
    on: EntraFaultPlace,
    concerns: (externalId: string) => boolean,
    moment: 'call' | 'rowWritten' = 'call',
  ): EntraFault | undefined {
    for (const armed of this.armed.values()) {
      if (!applies(armed, on, moment, concerns)) continue;
      const seen = armed.seen + 1;
      const strikes = seen % (armed.fault.every ?? 1) === 0;
      this.armed.put(armed.fault.id, { ...armed, seen, struck: armed.struck + Number(strikes) });
      if (strikes) return armed.fault;
    }
    return undefined;
  }
}

function applies(
  { fault, struck }: Armed,
  on: EntraFaultPlace,
  moment: 'call' | 'rowWritten',
  concerns: (externalId: string) => boolean,
): boolean {
  if (fault.on !== on || struck >= (fault.times ?? Infinity)) return false;
  if (OF_WRITTEN_ROWS.includes(fault.effect.is) !== (moment === 'rowWritten')) return false;
  const externalId = fault.match?.externalId;
  return externalId === undefined || concerns(externalId);
}

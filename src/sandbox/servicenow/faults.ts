import type { Collection, SandboxState } from '../state.js';

export type FaultPlace = 'table' | 'token' | 'webhook' | 'catalog';

export type FaultEffect =
  /** Answers with this status instead of doing anything. */
  | { is: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  /** Closes the connection, before or after the work was done. */
  | { is: 'dropBefore' }
  | { is: 'dropAfter' }
  /** 200 with a page, as a hibernating instance answers. */
  | { is: 'html' }
  /** The answer is cut off in the middle. */
  | { is: 'truncated' }
  /** 200 with both `result` and `error`. */
  | { is: 'quota' }
  | { is: 'rateLimit'; retryAfterSeconds?: number }
  /** 429 without rate headers. */
  | { is: 'threadExhaustion' }
  /** Of a call: answers late. Of a webhook: leaves late. */
  | { is: 'delay'; ms: number }
  | { is: 'lose' }
  | { is: 'duplicate'; copies?: number }
  /** Held back until the next one has left. */
  | { is: 'reorder' }
  | { is: 'brokenJson' };

export interface ServiceNowFault {
  id: string;
  on: FaultPlace;
  effect: FaultEffect;
  /** How often it strikes before it is spent; absent: until it is cleared. */
  times?: number;
  /** Strikes only every so many matching calls. */
  every?: number;
  match?: { method?: string; table?: string };
}

interface Armed {
  fault: ServiceNowFault;
  seen: number;
  struck: number;
}

export interface FaultScene {
  method: string;
  table: string;
}

/** The faults in force, in the order they were added; at most one strikes a call. */
export class FaultList {
  private readonly armed: Collection<Armed>;

  constructor(state: SandboxState) {
    this.armed = state.collection<Armed>('servicenow.fault');
  }

  add(fault: ServiceNowFault): void {
    this.armed.put(fault.id, { fault, seen: 0, struck: 0 });
  }

  all(): ServiceNowFault[] {
    return [...this.armed.values()].map(({ fault }) => fault);
  }

  clear(id?: string): void {
    for (const fault of this.all()) if (!id || fault.id === id) this.armed.delete(fault.id);
  }

  strike(on: FaultPlace, scene: FaultScene): FaultEffect | undefined {
    for (const armed of this.armed.values()) {
      if (!applies(armed, on, scene)) continue;
      const seen = armed.seen + 1;
      const strikes = seen % (armed.fault.every ?? 1) === 0;
      this.armed.put(armed.fault.id, { ...armed, seen, struck: armed.struck + Number(strikes) });
      if (strikes) return armed.fault.effect;
    }
    return undefined;
  }
}

function applies({ fault, struck }: Armed, on: FaultPlace, scene: FaultScene): boolean {
  if (fault.on !== on || struck >= (fault.times ?? Infinity)) return false;
  const { method, table } = fault.match ?? {};
  if (method && method.toUpperCase() !== scene.method) return false;
  return !table || table === scene.table;
}

import type { SandboxRequest, SandboxResponse } from './message.js';

/** One stand-in as the control surface handles it. */
export interface StandIn {
  readonly name: 'entra' | 'servicenow';
  settings(): object;
  /** Throws a `ProblemError` where the change is no setting. */
  configure(change: object): void;
  faults(): readonly object[];
  /** Throws a `ProblemError` where the fault makes no sense. */
  addFault(raw: Record<string, unknown>): void;
  clearFaults(id?: string): void;
}

export type Handler = (request: SandboxRequest, baseUrl: string) => SandboxResponse;

import type { Handler } from './stand-in.js';

/** What the app needs of the Entra stand-in. */
export interface EntraFace {
  entra: Handler;
  graph: Handler;
  /** Stages, processes and logs what is due. */
  settle(): void;
  /** Read at every use, so that a change takes effect at once. */
  readonly settings: object;
  /** Changes settings for good: they outlast a restart. */
  configure(change: object): void;
  faults: FaultBox;
}

export interface FaultBox {
  add(fault: never): void;
  all(): readonly object[];
  clear(id?: string): void;
}

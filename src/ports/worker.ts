/** One stage at work: claim what is due, decide, act, record. */
export interface Worker {
  name: string;
  /** Works off one batch; resolves to how many rows it moved, so that 0 means idle. */
  step(): Promise<number>;
  /** Idle time before the next look, milliseconds. */
  idleMs: number;
  /** How many steps may run at once; one where absent. */
  parallel?: number;
}

/** Turns workers until stopped. */
export interface Workers {
  start(worker: Worker): void;
  /** Something new is in the store: idle workers look at once. */
  wake(): void;
  /** Claims nothing more and resolves when every step under way has ended. */
  stop(): Promise<void>;
}

import type { Clock } from '../ports/clock.js';

const TICK_MS = 100;

/** Does the work again and again until stopped; a failure is told and ends nothing. */
export class Ticker {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private readonly open = new Set<Promise<void>>();

  constructor(
    private readonly clock: Clock,
    private readonly work: () => Promise<void>,
    private readonly tell: (message: string) => void,
  ) {}

  start(): void {
    this.running ??= this.loop();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await Promise.all(this.open);
  }

  private async loop(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.begin();
      await this.clock.sleep(TICK_MS, this.stopping.signal);
    }
  }

  /** Not awaited: what waits for a network must not stop the clockwork. */
  private begin(): void {
    const work = this.attempt().finally(() => this.open.delete(work));
    this.open.add(work);
  }

  private async attempt(): Promise<void> {
    try {
      await this.work();
    } catch (error) {
      this.tell(`sandbox: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

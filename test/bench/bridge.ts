import { stopOnSignal } from '../../src/cli/stop-on-signal.js';
import type { Config } from '../../src/config/index.js';
import type { Workers } from '../../src/ports/worker.js';
import { start } from '../../src/start.js';
import { answerParent } from './answer-parent.js';

interface Order {
  config: Config;
  /** Deliveries are taken in, and nothing behind the intake turns. */
  intakeOnly?: boolean;
}

/** The bridge as a process of its own. */
answerParent({
  async run({ config, intakeOnly }: Order) {
    const running = await start(config, intakeOnly ? { loop: atRest } : {});
    stopOnSignal(() => running.stop());
  },
});

const atRest: Workers = {
  start: () => undefined,
  wake: () => undefined,
  stop: () => Promise.resolve(),
};

// The compiled bridge as a process of its own. Its parent tells it once what to be: which
// configuration, what time it is, and at which pass of which point to end itself.
import { flushCompileCache } from 'node:module';
import { systemClock } from '../../dist/src/adapters/system-clock.js';
import { stopOnSignal } from '../../dist/src/cli/stop-on-signal.js';
import { createLog } from '../../dist/src/adapters/winston-log.js';
import { Loop } from '../../dist/src/loop.js';
import { TurnableClock } from '../../dist/src/sandbox/clock.js';
import { start } from '../../dist/src/start.js';

/** Idle workers look this many times as often, so that a run takes seconds. */
const HASTE = 5;

process.once('disconnect', () => process.exit(0));
process.once('message', (order) => void run(order));
// Most of these processes are killed, and would leave nothing to the next one.
flushCompileCache();
process.send({ is: 'loaded' });

async function run({ config, offsetMs, death, haste = HASTE, skewMs = 0 }) {
  if (skewMs !== 0) setMachineClock(skewMs);
  const time = config.databaseUrl ? new SharedTime() : new OwnTime(offsetMs);
  process.on('message', (turned) => void follow(time, turned.offsetMs));
  const { clock } = time;
  const hasty = { ...portOf(clock), sleep: (ms, signal) => clock.sleep(ms / haste, signal) };
  const loop = new Loop(hasty, createLog(config.logLevel));
  time.watch(loop);
  const running = await start(config, { ...time.brought, loop, faults: deadlyAt(death) });
  stopOnSignal(() => running.stop());
  process.send({ is: 'up' });
}

async function follow(time, offsetMs) {
  await time.turn(offsetMs);
  process.send({ is: 'turned', offsetMs });
}

/** The sandbox's clock, which lives in the parent; told of every turn. */
class OwnTime {
  constructor(offsetMs) {
    const kept = new Map([['offsetMs', offsetMs]]);
    const collection = { get: (id) => kept.get(id), put: (id, value) => kept.set(id, value) };
    this.clock = new TurnableClock({ collection: () => collection });
    this.brought = { clock: this.clock };
  }

  watch() {}

  turn(offsetMs) {
    this.clock.advance(Math.max(0, offsetMs - this.clock.offsetMs));
  }
}

/** The database's time, as in production. Where it is turned, nobody waits for the next look at it. */
class SharedTime {
  clock = systemClock;
  brought = {};

  watch(loop) {
    const begin = loop.start.bind(loop);
    loop.start = (worker) => {
      if (worker.name === 'database time') this.keeper = worker;
      begin(worker);
    };
  }

  async turn() {
    // A look that was under way may have asked before the turn: hence twice.
    for (let look = 0; look < 2; look++) {
      this.keeper.measureAt = -Infinity;
      await this.keeper.step().catch(() => undefined);
    }
  }
}

/** This machine's wall clock is off, for whoever asks it. */
function setMachineClock(skewMs) {
  globalThis.Date = class extends Date {
    constructor(...parts) {
      if (parts.length === 0) super(globalThis.Date.now());
      else super(...parts);
    }

    static now() {
      return super.now() + skewMs;
    }
  };
}

function portOf(clock) {
  return { now: () => clock.now(), monotonic: () => clock.monotonic() };
}

function deadlyAt(death) {
  let passes = 0;
  return {
    reach(point) {
      if (point === death?.point && ++passes === death.at) process.kill(process.pid, death.signal);
    },
  };
}

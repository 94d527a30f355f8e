// The compiled bridge as a process of its own. Its parent tells it once what to be: which
// configuration, what time it is, and at which pass of which point to end itself.
import { stopOnSignal } from '../../dist/src/cli/stop-on-signal.js';
import { createLog } from '../../dist/src/adapters/winston-log.js';
import { Loop } from '../../dist/src/loop.js';
import { TurnableClock } from '../../dist/src/sandbox/clock.js';
import { start } from '../../dist/src/start.js';

/** Idle workers look this many times as often, so that a run takes seconds. */
const HASTE = 5;

process.once('disconnect', () => process.exit(0));
process.once('message', (order) => void run(order));
process.send({ is: 'loaded' });

async function run({ config, offsetMs, death }) {
  const clock = clockAt(offsetMs);
  process.on('message', ({ offsetMs: to }) => {
    clock.advance(Math.max(0, to - clock.offsetMs));
    process.send({ is: 'turned', offsetMs: clock.offsetMs });
  });
  const hasty = { ...portOf(clock), sleep: (ms, signal) => clock.sleep(ms / HASTE, signal) };
  const loop = new Loop(hasty, createLog(config.logLevel));
  const running = await start(config, { clock, loop, faults: deadlyAt(death) });
  stopOnSignal(() => running.stop());
  process.send({ is: 'up' });
}

/** The sandbox's clock, which lives in the parent; told of every turn. */
function clockAt(offsetMs) {
  const kept = new Map([['offsetMs', offsetMs]]);
  const collection = { get: (id) => kept.get(id), put: (id, value) => kept.set(id, value) };
  return new TurnableClock({ collection: () => collection });
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

// The compiled bridge as one replica among several, on real time: its parent says once which
// configuration it has, and by how much its machine's clock is wrong.
import { createLog } from '../../dist/src/adapters/winston-log.js';
import { systemClock } from '../../dist/src/adapters/system-clock.js';
import { stopOnSignal } from '../../dist/src/cli/stop-on-signal.js';
import { Loop } from '../../dist/src/loop.js';
import { start } from '../../dist/src/start.js';

/** Idle workers look this many times as often, so that a run takes seconds. */
const HASTE = 5;

process.once('disconnect', () => process.exit(0));
process.once('message', (order) => void run(order));
process.send({ is: 'loaded' });

async function run({ config, skewMs = 0 }) {
  setMachineClock(skewMs);
  const hasty = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / HASTE, signal) };
  const running = await start(config, { loop: new Loop(hasty, createLog(config.logLevel)) });
  stopOnSignal(() => running.stop());
  process.send({ is: 'up' });
}

function setMachineClock(byMs) {
  const right = Date.now.bind(Date);
  Date.now = () => right() + byMs;
}

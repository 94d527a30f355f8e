import { setTimeout as pause } from 'node:timers/promises';
import { checkAll } from '../simulation/checkers/index.js';
import { BridgeProcess, type Death } from './bridge-process.js';
import { callProxy, isUpload } from './call-proxy.js';
import { Drill } from './drill.js';
import { failAtEveryN } from './fail-at-n.js';
import { diskWithFailingSyncs } from './failing-syncs.js';
import { limitFileSize } from './file-size-limit.js';
import { runDrill } from './run-drill.js';
import { postSigned } from './signed-delivery.js';
import { endSpares } from './spares.js';
import { storyEnds, tell, type Scene } from './story.js';

const LOOP_MS = 30 * 60_000;
const STOP_WITHIN_MS = 25_000;
const RECOVERIES = 20;

afterAll(endSpares);

const killedAt = (point: Death['point'], at: number): Death => ({ point, at, signal: 'SIGKILL' });

const comesUp = (scene: Scene) => scene.settled();

async function finish(drill: Drill): Promise<unknown[]> {
  const { history, troubles } = await drill.close();
  return [...troubles, ...checkAll(history), ...storyEnds(history)];
}

test(
  'F12 K14: on SIGTERM in mid-batch, and a second one 2 s later, it ends with 0 within 25 s',
  async () => {
    let asked = 0;
    const drill = await Drill.open({
      entra: (port, signal) =>
        callProxy(port, {
          ...{ concerns: isUpload, at: 2 },
          async answered() {
            asked = Date.now();
            signal('SIGTERM');
            await pause(2_000);
            signal('SIGTERM');
            await pause(500);
          },
        }),
    });
    await tell(drill);
    const [end] = drill.ends;
    const violations = await finish(drill);
    expect(end).toMatchObject({ code: 0, signal: null });
    expect(Number(end?.at) - asked).toBeLessThan(STOP_WITHIN_MS);
    expect(violations).toEqual([]);
  },
  LOOP_MS,
);

test(
  'F12 K14: on SIGTERM at every call it ends with 0, and the next process goes on',
  async () => {
    const violations = await failAtEveryN('F12 K14 SIGTERM at attempt-recorded', async (at) => {
      const outcome = await runDrill({
        deaths: [{ point: 'attempt-recorded', at, signal: 'SIGTERM' }],
      });
      return { ...outcome, fired: outcome.ends.length > 0 };
    });
    expect(violations).toEqual([]);
  },
  LOOP_MS,
);

test(
  `F13 K15: killed ${RECOVERIES} times in a row while it recovers, it comes up and loses nothing`,
  async () => {
    const deaths = [
      killedAt('attempt-recorded', 3),
      killedAt('recovering', 2),
      ...Array.from({ length: RECOVERIES - 1 }, () => killedAt('recovering', 1)),
    ];
    const { kills, violations } = await runDrill({ deaths });
    expect(kills).toBe(RECOVERIES + 1);
    expect(violations).toEqual([]);
  },
  LOOP_MS,
);

test(
  'F13 K15: killed at every step of a recovery, the next one does the rest',
  async () => {
    const violations = await failAtEveryN('F13 K15 recovering', async (at) => {
      const deaths = [killedAt('attempt-recorded', 3), killedAt('recovering', at)];
      const outcome = await runDrill({ deaths });
      return { ...outcome, fired: outcome.kills === deaths.length };
    });
    expect(violations).toEqual([]);
  },
  LOOP_MS,
);

test(
  'F13 K15: killed at every statement that makes a table, it can be started again',
  async () => {
    const violations = await failAtEveryN('F13 K15 migrating', (at) =>
      // Nothing was taken in yet, so it is enough that it comes up.
      runDrill({ deaths: [killedAt('migrating', at)] }, { story: comesUp, ends: () => [] }),
    );
    expect(violations).toEqual([]);
  },
  LOOP_MS,
);

test(
  'F31: with the disk full it answers 503 with Retry-After, and goes on by itself when there is space',
  async () => {
    const drill = await Drill.open();
    const pid = drill.process?.pid ?? 0;
    limitFileSize(pid, 1);
    const told = tell(drill);
    const answer = await postSigned(drill.config.port, drill.sandbox.clock.now(), {});
    await pause(1_000);
    const meanwhile = drill.sandbox.state
      .history()
      .map(({ json }) => JSON.parse(json) as { op: string; status: unknown })
      .filter(({ op }) => op === 'webhook')
      .map(({ status }) => status);
    limitFileSize(pid, 'unlimited');
    await told;
    const { ends } = drill;
    const violations = await finish(drill);
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(new Set(meanwhile)).toEqual(new Set([503]));
    expect(ends).toEqual([]);
    expect(violations).toEqual([]);
  },
  LOOP_MS,
);

test(
  'F35: after one failed sync the process ends rather than go on, and the next one loses nothing',
  async () => {
    const disk = diskWithFailingSyncs();
    const born = () => new BridgeProcess(disk.env);
    const drill = await Drill.open({ born, mayEndWith: 1 });
    disk.failNextSync();
    await tell(drill);
    const { ends } = drill;
    const { history, troubles } = await drill.close();
    disk.remove();
    expect(ends.map(({ code }) => code)).toEqual([1]);
    expect(history.log.join('\n')).toContain('store-sync-failed');
    expect([...troubles, ...checkAll(history), ...storyEnds(history)]).toEqual([]);
  },
  LOOP_MS,
);

import { Loop } from '../src/loop.js';
import { FakeClock } from './support/fake-clock.js';
import { silentLog } from './support/silent-log.js';

test('a step that throws is logged and does not end the worker', async () => {
  const errors: string[] = [];
  const loop = new Loop(new FakeClock(), { ...silentLog, error: (event) => errors.push(event) });
  const done = new Promise<void>((resolve) => {
    let steps = 0;
    loop.start({
      name: 'w',
      idleMs: 1,
      step: async () => {
        if (++steps === 1) throw new Error('no');
        resolve();
        return 0;
      },
    });
  });
  await done;
  await loop.stop();
  expect(errors).toEqual(['step-failed']);
});

test('stopping waits for the step under way and starts no other', async () => {
  const loop = new Loop(new FakeClock(), silentLog);
  let release = () => {};
  const steps: string[] = [];
  loop.start({
    name: 'w',
    idleMs: 1,
    step: () => {
      steps.push('begun');
      return new Promise((resolve) => {
        release = () => {
          steps.push('ended');
          resolve(1);
        };
      });
    },
  });
  const stopped = loop.stop();
  release();
  await stopped;
  expect(steps).toEqual(['begun', 'ended']);
});

import { Gate } from '../../src/intake/gate.js';
import { FakeClock } from '../support/fake-clock.js';

const RATE = { perSecond: 2, burst: 3 };

function gateAt() {
  const clock = new FakeClock();
  const gate = new Gate(clock);
  let count = 0;
  const enter = (connection = 'one') => gate.enter(connection, `msg_${++count}`, RATE);
  return { clock, gate, enter };
}

test('a delivery is let in once at a time, and again when it has left', () => {
  const { gate } = gateAt();
  const first = gate.enter('one', 'msg_1');
  expect(gate.enter('one', 'msg_1')).toEqual({ is: 'in-progress' });
  expect(gate.enter('two', 'msg_1').is).toBe('open');
  if (first.is === 'open') first.leave();
  expect(gate.enter('one', 'msg_1').is).toBe('open');
});

test('a burst is let in, then as many as the rate says', () => {
  const { clock, enter } = gateAt();
  expect([enter(), enter(), enter()].map(({ is }) => is)).toEqual(['open', 'open', 'open']);
  expect(enter()).toEqual({ is: 'too-many', retryAfterSeconds: 1 });
  clock.advance(500);
  expect([enter().is, enter().is]).toEqual(['open', 'too-many']);
});

test('who comes again after the time that was named is let in', () => {
  const { clock, enter } = gateAt();
  for (let n = 0; n < 3; n++) enter();
  const refused = enter();
  clock.advance(refused.is === 'too-many' ? refused.retryAfterSeconds * 1000 : 0);
  expect(enter().is).toBe('open');
});

test('one connection uses up nothing of another, and a long rest fills no more than a burst', () => {
  const { clock, enter } = gateAt();
  for (let n = 0; n < 4; n++) enter();
  expect(enter('two').is).toBe('open');
  clock.advance(3_600_000);
  expect([1, 2, 3, 4].map(() => enter().is)).toEqual(['open', 'open', 'open', 'too-many']);
});

import { DEFAULT_TIMING } from '../../src/config/target-defaults.js';
import { nextCheck } from '../../src/outcome/stage.js';

const minutes = (count: number) => count * 60_000;

test('once the planned looks are over, the log is read every ten minutes', () => {
  const looks = [0, 2, 5, 10, 20, 30, 40, 50, 60].map((minute) => minutes(minute));
  for (const [index, at] of looks.slice(0, -1).entries()) {
    expect(nextCheck(0, at, DEFAULT_TIMING.checkAfterMs)).toBe(looks[index + 1]);
  }
});

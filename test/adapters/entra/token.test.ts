import type { AccessToken } from '@azure/identity';
import { azureTokens } from '../../../src/adapters/entra/token.js';
import { FakeClock } from '../../support/fake-clock.js';

/** Time stands still, and whoever sleeps wakes up when told. */
class StoppedClock extends FakeClock {
  wake: () => void = () => undefined;
  override sleep = (): Promise<void> => new Promise((done) => (this.wake = done));
}

let clock: StoppedClock;
let made: number;
beforeEach(() => {
  clock = new StoppedClock();
  made = 0;
});

/** The library: each credential keeps its one token until that ends. */
function credential() {
  const token = `token ${++made}`;
  return { getToken: async () => ({ token, expiresOnTimestamp: clock.now() + 3_600_000 }) };
}

test('a token that was refused is not taken from what the library keeps', async () => {
  const tokens = azureTokens(credential, 'scope', clock);
  const first = await tokens();
  expect(await tokens()).toBe(first);
  const other = await tokens(first as string);
  expect(other).not.toBe(first);
  expect(await tokens()).toBe(other);
});

test('a sign-in that is never answered ends, and the next one is tried anew', async () => {
  const silent = { getToken: () => new Promise<AccessToken>(() => undefined) };
  let asked = 0;
  const tokens = azureTokens(
    () => ({ getToken: () => (++asked === 1 ? silent : credential()).getToken() }),
    'scope',
    clock,
  );
  const all = Promise.all([tokens(), tokens()]);
  clock.wake();
  expect(await all).toEqual([null, null]);
  expect(await tokens()).toBe('token 1');
});

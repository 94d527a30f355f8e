import { byteProxy } from './byte-proxy.js';
import { callProxy, isUpload, isWrite } from './call-proxy.js';
import { failAtEveryN } from './fail-at-n.js';
import { runDrill } from './run-drill.js';
import { shareOf } from './share.js';
import { endSpares } from './spares.js';

const LOOP_MS = 30 * 60_000;
/** A prime, so that over the runs the cut comes at every part of a request. */
const BYTES = 1_511;

afterAll(endSpares);

test(
  'F07 K7: killed with a request to Entra half written, at every so many bytes',
  async () => {
    const violations = await failAtEveryN(`F07 K7 every ${BYTES} bytes of requests`, (n) =>
      runDrill({
        entra: (port, signal) =>
          byteProxy(port, {
            ...{ direction: 'requests', bytes: n * BYTES },
            atLimit: () => signal('SIGKILL'),
          }),
      }),
    );
    expect(violations).toEqual([]);
  },
  LOOP_MS,
);

test(
  'F09 K8: killed after Entra took a call, before its answer was read',
  async () => {
    const violations = await failAtEveryN('F09 K8 upload applied', (at) =>
      runDrill({
        entra: (port, signal) =>
          callProxy(port, { concerns: isUpload, at, answered: () => signal('SIGKILL') }),
      }),
    );
    expect(violations).toEqual([]);
  },
  LOOP_MS,
);

test(
  'F11 K12: killed after the ticket took a note, before the answer was read',
  async () => {
    const violations = await failAtEveryN('F11 K12 writeback applied', (at) =>
      runDrill({
        servicenow: (port, signal) =>
          callProxy(port, { concerns: isWrite, at, answered: () => signal('SIGKILL') }),
      }),
    );
    expect(violations).toEqual([]);
  },
  LOOP_MS,
);

const WAYS = [
  { system: 'entra', direction: 'requests' },
  { system: 'entra', direction: 'answers' },
  { system: 'servicenow', direction: 'requests' },
  { system: 'servicenow', direction: 'answers' },
] as const;

test.each(WAYS.map((way, loop) => ({ ...way, loop })))(
  'F23: the connection to $system is reset in the middle of $direction, at every so many bytes',
  async ({ system, direction, loop }) => {
    const title = `F23 ${system} every ${BYTES} bytes of ${direction}`;
    const walk = { ...shareOf(loop), lanes: 3 };
    const violations = await failAtEveryN(
      title,
      (n) => resetAt(n * BYTES, system, direction),
      walk,
    );
    expect(violations).toEqual([]);
  },
  LOOP_MS,
);

async function resetAt(
  bytes: number,
  system: 'entra' | 'servicenow',
  direction: 'requests' | 'answers',
) {
  let fired = false;
  const atLimit = () => void (fired = true);
  const { violations } = await runDrill({
    [system]: (port: number) => byteProxy(port, { direction, bytes, atLimit }),
  });
  return { fired, violations };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownLedger } from '../../src/adapters/sql-store/own-ledger.js';
import { build } from '../kill-loop/build.js';
import { freePort } from '../kill-loop/free-port.js';

const CLI = join(import.meta.dirname, '../../dist/src/cli.js');
const BUILD_MS = 180_000;

let dataDir: string;
let taken: Server;
beforeAll(build, BUILD_MS);
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'jml-start-'));
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
});
afterEach(() => {
  taken.close();
  rmSync(dataDir, { recursive: true });
});

const takenPort = () => (taken.address() as AddressInfo).port;

/** Starts the bridge with a free port for whatever `env` does not name, and waits until it ends. */
async function startAndEnd(env: Record<string, string>): Promise<{ code: number; told: string }> {
  const ports = { PORT: `${await freePort()}`, SANDBOX_PORT: `${await freePort()}` };
  const own = { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir, ...ports };
  const child = spawn(process.execPath, ['--no-warnings', CLI, 'start'], {
    ...{ cwd: dataDir, env: { ...own, ...env } },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, told };
}

test.each(['PORT', 'SANDBOX_PORT'])(
  'a bridge whose %s is taken says so and ends, so that a supervisor sees it',
  async (name) => {
    const { code, told } = await startAndEnd({ [name]: `${takenPort()}` });
    expect(code).toBe(1);
    expect(told).toMatch(`Port ${takenPort()} of 127.0.0.1 is taken by another program`);
    expect(told).not.toMatch(/ at /);
  },
);

test('a second bridge on one file says so and ends before it touches the ledger', async () => {
  const release = ownLedger({ dataDir });
  const { code, told } = await startAndEnd({});
  release();
  expect(code).toBe(1);
  expect(told).toMatch(/another bridge works on this ledger/);
  expect(told).not.toMatch(/ at /);
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, 'failing-syncs.c');

/** A disk for processes born with `env`, whose next sync can be made to fail. */
export interface Disk {
  env: Record<string, string>;
  failNextSync(): void;
  remove(): void;
}

/** Compiled on the spot, so this needs a C compiler; the engine itself cannot be told to fail. */
export function diskWithFailingSyncs(): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'jml-disk-'));
  const library = join(folder, 'failing-syncs.so');
  const marker = join(folder, 'fail');
  const { status, stderr } = spawnSync('cc', ['-shared', '-fPIC', '-o', library, SOURCE, '-ldl']);
  if (status !== 0) throw new Error(`a C compiler is needed: ${String(stderr)}`);
  return {
    env: { LD_PRELOAD: library, SYNC_FAILS: marker },
    failNextSync: () => writeFileSync(marker, ''),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

import { spawnSync } from 'node:child_process';

/** How large a file a running process may still write: with 1 its disk is full (util-linux' prlimit). */
export function limitFileSize(pid: number, bytes: number | 'unlimited'): void {
  const limit = `--fsize=${bytes}:unlimited`;
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), limit]);
  if (status !== 0) throw new Error(`prlimit failed: ${String(stderr)}`);
}

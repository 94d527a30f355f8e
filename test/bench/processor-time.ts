import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Linux counts a process's time in these, whatever the kernel's own tick is. */
const TICK_MS = 10;

/** Milliseconds all cores together were busy since the machine started. */
export function machineBusyMs(): number {
  const busy = cpus().map(({ times }) => times.user + times.nice + times.sys + times.irq);
  return busy.reduce((sum, ms) => sum + ms, 0);
}

/**
 * Milliseconds every PostgreSQL process of this machine has used, ended ones included; NaN where
 * `/proc` does not tell, or the server is elsewhere.
 */
export function postgresMs(): number {
  const used = processes().filter(({ command }) => command === 'postgres');
  return used.length === 0 ? NaN : used.reduce((sum, { ms }) => sum + ms, 0);
}

function processes(): { command: string; ms: number }[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => readProcess(pid) ?? []);
  } catch {
    return [];
  }
}

function readProcess(pid: string): { command: string; ms: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const command = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    // From the third field on; the parent's count of its ended children comes after its own.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, one) => sum + one, 0);
    return { command, ms: ticks * TICK_MS };
  } catch {
    return undefined;
  }
}

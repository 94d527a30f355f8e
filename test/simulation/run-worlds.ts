import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { WorldReport } from './worlds.js';

/** Longer than any world takes that comes to an end. */
const WORLD_MS = 120_000;

/** Worlds of one copy of the bridge, in a process of their own. */
export class Worlds {
  private readonly known = new Map<number, Promise<WorldReport>>();

  constructor(private readonly copy: string) {}

  /** The world of one seed; asked again, it is not run again. */
  one(seed: number): Promise<WorldReport> {
    let report = this.known.get(seed);
    if (!report) {
      report = this.first(seed);
      this.known.set(seed, report);
    }
    return report;
  }

  /** One world after the other; whoever stops taking them ends the process. A world that hangs is left out. */
  async *run(first: number, last: number): AsyncGenerator<WorldReport> {
    for (let next = first; next <= last; next++) {
      for await (const report of this.process(next, last)) {
        next = report.seed + 1;
        yield report;
      }
      if (next <= last) yield { seed: next, violated: [], what: '', broke: 'no end' };
    }
  }

  private async first(seed: number): Promise<WorldReport> {
    for await (const report of this.run(seed, seed)) return report;
    throw new Error(`the world of seed ${seed} told nothing`);
  }

  private async *process(first: number, last: number): AsyncGenerator<WorldReport> {
    const args = ['--disable-warning=ExperimentalWarning', 'test/simulation/worlds.js'];
    const child = spawn(process.execPath, [...args, String(first), String(last)], {
      cwd: this.copy,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let watch = setTimeout(() => child.kill('SIGKILL'), WORLD_MS);
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        clearTimeout(watch);
        watch = setTimeout(() => child.kill('SIGKILL'), WORLD_MS);
        yield JSON.parse(line) as WorldReport;
      }
    } finally {
      clearTimeout(watch);
      child.kill('SIGKILL');
    }
  }
}

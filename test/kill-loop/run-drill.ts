import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAll } from '../simulation/checkers/index.js';
import type { Checker, History, Violation } from '../simulation/history.js';
import type { End } from './bridge-process.js';
import { Drill, type DrillOptions } from './drill.js';
import { storyEnds, tell, type Scene } from './story.js';

export interface Outcome {
  ends: readonly End[];
  kills: number;
  /** What was injected really happened. */
  fired: boolean;
  violations: Violation[];
}

export interface DrillPlan {
  story?: (scene: Scene) => Promise<void>;
  /** Judges how the story ended. */
  ends?: Checker;
}

/** A story from its start to its end, through whatever is injected, and what the checkers find. */
export async function runDrill(
  options: DrillOptions,
  { story = tell, ends = storyEnds }: DrillPlan = {},
): Promise<Outcome> {
  const drill = await Drill.open(options);
  let history, troubles;
  try {
    await story(drill);
  } finally {
    ({ history, troubles } = await drill.close());
  }
  const violations = [...troubles, ...checkAll(history), ...ends(history)];
  if (violations.length > 0) keep(history);
  return { ends: drill.ends, kills: drill.kills, fired: drill.kills > 0, violations };
}

/** For whoever looks into a failure: both histories, in the folder that was asked for. */
function keep(history: History): void {
  const folder = process.env['KILL_LOOP_KEEP'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(history, null, 1));
}

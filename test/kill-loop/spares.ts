import { BridgeProcess } from './bridge-process.js';

const KEPT = 3;
const spares: BridgeProcess[] = [];

/** A process that has loaded its program already; another takes its place. */
export function takeSpare(): BridgeProcess {
  while (spares.length <= KEPT) spares.push(new BridgeProcess());
  return spares.shift() as BridgeProcess;
}

export async function endSpares(): Promise<void> {
  await Promise.all(spares.splice(0).map((spare) => spare.kill()));
}

import { violation, type Violation } from '../simulation/history.js';

interface LaneLine {
  at: string;
  event: string;
  target: string;
  fence: number;
}

/** Every taking of a lane that the replicas told of, in the order of time. */
export function lanesTaken(log: readonly string[]): LaneLine[] {
  const lines = log.filter((line) => line.includes('"lane-taken"'));
  const taken = lines.map((line) => JSON.parse(line) as LaneLine);
  return taken.sort((a, b) => a.fence - b.fence);
}

/** A fence is given once, and a later holder has a higher one. */
export function laneViolations(log: readonly string[]): Violation[] {
  const taken = lanesTaken(log);
  return taken.slice(1).flatMap((line, index): Violation[] => {
    const before = taken[index] as LaneLine;
    if (line.fence === before.fence) {
      return [violation('I5', `two replicas had the lane under fence ${line.fence}`)];
    }
    return line.at < before.at
      ? [violation('I5', `fence ${line.fence} was taken before ${before.fence}`)]
      : [];
  });
}

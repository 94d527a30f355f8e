import type { StagedOperation } from '../upload/staged-queue.js';
import type { EntraWorld } from '../world.js';
import { planOperation, takesAccessAway } from './process.js';

/** Operations to be staged instead of done, because a cycle holds too many of them [AccDel]. */
export function heldBack(
  world: EntraWorld,
  operations: StagedOperation[],
  at: number,
): Set<number> {
  const threshold = world.settings.accidentalDeletionThreshold;
  if (threshold === null) return new Set();
  const counted = operations.filter((one) => takesAccessAway(planOperation(world, one, at)));
  // The threshold is a number of accounts [AccDel]; a person sent twice in a cycle is one.
  const accounts = new Set(counted.map(({ externalId }) => externalId));
  return new Set(accounts.size > threshold ? counted.map(({ seq }) => seq) : []);
}

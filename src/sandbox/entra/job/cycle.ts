import { isEnabled } from '../directory/user.js';
import { keyOf, type StagedOperation } from '../upload/staged-queue.js';
import type { EntraWorld } from '../world.js';
import { applyPlan } from './apply.js';
import { heldBack } from './deletion-guard.js';
import { planOperation } from './process.js';
import { evaluateThresholds, quarantine } from './quarantine.js';
import { resolveManager } from './reference.js';
import { type Cycle, type Processed, writeRows } from './write-row.js';

export interface CycleOptions {
  /** Deletes and disables pass the guard. */
  force?: boolean;
  /** References that once failed are tried again. */
  retryReferences?: boolean;
}

/** One iteration of the job: objects first, then the references between them [HRMgr]. */
export function runCycle(
  world: EntraWorld,
  at: number,
  operations: StagedOperation[],
  options: CycleOptions = {},
): void {
  const cycle = { id: world.random.uuid(), at };
  const held = options.force ? new Set<number>() : heldBack(world, operations, at);
  const processed = operations.map((one) => processOne(world, cycle, one, held.has(one.seq)));
  for (const one of processed) finish(world, cycle, one);
  if (options.retryReferences) retryReferences(world);
  countExecution(world, cycle, processed);
  if (held.size > 0) quarantine(world, 'TooManyDeletes', at);
  evaluateThresholds(world, at);
}

function processOne(
  world: EntraWorld,
  cycle: Cycle,
  operation: StagedOperation,
  held: boolean,
): Processed {
  const { externalId } = operation;
  const plan = planOperation(world, operation, cycle.at);
  const applied = held
    ? { effect: 'skip' as const, user: world.directory.linked(externalId) ?? null, changes: [] }
    : applyPlan(world, externalId, plan, cycle.at);
  keep(world, operation, held, applied.effect === 'fail');
  const { user, effect } = applied;
  world.note(
    'processed',
    {
      ...{ externalId, effect, objectId: user?.id ?? null, cycleId: cycle.id },
      accountEnabled: user && user.deletedAt === null ? isEnabled(user) : null,
      ...{ requestId: operation.requestId, acceptedAt: operation.acceptedAt },
      ...(held ? { held } : {}),
    },
    cycle.at,
  );
  return { externalId, changeId: world.random.uuid(), plan, applied, held };
}

/** Failed payloads stay in the bucket until a restart [Troubleshoot]. */
function keep(world: EntraWorld, operation: StagedOperation, held: boolean, failed: boolean): void {
  const key = keyOf(operation);
  world.queue.failed.delete(key);
  world.queue.held.delete(key);
  if (held) world.queue.held.put(key, operation);
  else if (failed) world.queue.failed.put(key, operation);
}

function finish(world: EntraWorld, cycle: Cycle, processed: Processed): void {
  const { manager } = processed.plan;
  const done = processed.applied.effect !== 'fail' && !processed.held;
  const reference =
    done && manager !== undefined ? resolveManager(world, processed.externalId, manager) : null;
  writeRows(world, cycle, processed, reference);
}

function retryReferences(world: EntraWorld): void {
  for (const { externalId, manager } of [...world.references.values()]) {
    resolveManager(world, externalId, manager);
  }
}

function countExecution(world: EntraWorld, { id, at }: Cycle, processed: Processed[]): void {
  const failed = processed.filter(({ applied }) => applied.effect === 'fail').length;
  const idle = processed.filter(({ applied }) => applied.effect === 'skip').length;
  const exported = processed.length - failed - idle;
  const last = { cycleId: id, beganAt: at, imported: processed.length, exported, failed };
  const { job } = world;
  world.changeJob({
    last,
    ...(failed === 0 ? { lastSuccess: last } : {}),
    ...(failed === 0 && exported > 0 ? { lastWithExports: last } : {}),
    imported: job.imported + processed.length,
    exported: job.exported + exported,
    cycles: job.cycles + 1,
  });
}

import type { EntraWorld } from '../world.js';
import { runCycle } from './cycle.js';
import { attempt, disable } from './quarantine-attempt.js';

interface Due {
  at: number;
  run(at: number): void;
}

/** Does everything due by now, each at its own instant, and lets old things go. */
export function settle(world: EntraWorld): void {
  const now = world.now();
  for (let due = nextDue(world); due && due.at <= now; due = nextDue(world)) due.run(due.at);
  world.settledAt = Math.max(world.settledAt, now);
  expire(world, now);
}

/** Paused, disabled or deleted, the job does nothing, and uploads queue up [Troubleshoot]. */
function nextDue(world: EntraWorld): Due | null {
  const { job } = world;
  if (job.deleted || job.schedule !== 'Active') return null;
  return job.quarantine ? quarantineDue(world) : cycleDue(world);
}

/** A cycle takes in what was staged while its oldest operation waited. */
function cycleDue(world: EntraWorld): Due | null {
  const oldest = world.queue.oldest();
  if (!oldest) return null;
  const { processingDelayMs, scale } = world.settings;
  const ready = oldest.acceptedAt + processingDelayMs * scale;
  const { resumedAt, busyUntil } = world.job;
  return {
    at: Math.max(ready, resumedAt, busyUntil, world.settledAt),
    run: (at) => cycle(world, at),
  };
}

function cycle(world: EntraWorld, at: number): void {
  const { cycleOperations, operationsPerSecond, scale } = world.settings;
  const operations = world.queue.takeUntil(at, cycleOperations);
  runCycle(world, at, operations);
  world.changeJob({ busyUntil: at + (operations.length / operationsPerSecond) * 1000 * scale });
}

function quarantineDue(world: EntraWorld): Due {
  const quarantine = world.job.quarantine!;
  const endsAt = quarantine.beganAt + world.settings.quarantineLimitMs;
  if (quarantine.nextAttemptAt >= endsAt) {
    return { at: Math.max(endsAt, world.settledAt), run: (at) => disable(world, at) };
  }
  const at = Math.max(quarantine.nextAttemptAt, world.settledAt);
  return { at, run: () => attempt(world, quarantine, at) };
}

function expire(world: EntraWorld, now: number): void {
  world.log.expire(now - world.settings.logRetentionMs);
  if (now - world.sweptAt < SWEEP_MS) return;
  world.sweptAt = now;
  const before = now - world.settings.softDeleteMs;
  for (const user of [...world.directory.values()]) {
    if (user.deletedAt !== null && user.deletedAt <= before) world.directory.remove(user);
  }
}

const SWEEP_MS = 3_600_000;

import type { ChangeRow } from '../ledger/change.js';

/**
 * Open changes that come with a step of their request that failed and was not asked for anew: on day
 * one they would enable an account that was not made, or not made as approved. A leaver goes on.
 */
export function afterFailedStep(
  changes: readonly ChangeRow[],
  failed: readonly ChangeRow[],
): ChangeRow[] {
  const stands = failed.filter((one) => !changes.some((other) => isAnew(other, one)));
  return changes.filter(
    ({ state, kind, ticket_id }) =>
      (state === 'waiting' || state === 'queued') &&
      kind !== 'termination' &&
      stands.some((one) => one.ticket_id === ticket_id),
  );
}

function isAnew(change: ChangeRow, failed: ChangeRow): boolean {
  return (
    change.ticket_id === failed.ticket_id &&
    change.step === failed.step &&
    change.created_at > failed.created_at
  );
}

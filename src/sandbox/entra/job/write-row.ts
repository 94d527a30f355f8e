import type { Change } from '../directory/decide.js';
import { textOf } from '../directory/user.js';
import type { LogRow } from '../logs/log-row.js';
import type { EntraWorld } from '../world.js';
import type { Applied } from './apply.js';
import type { Plan } from './process.js';
import type { Reference } from './reference.js';

/** One operation that was processed, before its rows are written. */
export interface Processed {
  externalId: string;
  changeId: string;
  plan: Plan;
  applied: Applied;
  held: boolean;
}

export interface Cycle {
  id: string;
  at: number;
}

/** A row for the object, and one for its manager or a step of the first, as the settings say. */
export function writeRows(
  world: EntraWorld,
  cycle: Cycle,
  processed: Processed,
  reference: Reference | null,
): void {
  const change = reference?.change ?? null;
  const ownRow = world.settings.managerRow === 'row' && change !== null;
  // With nothing but the manager to change there is nothing that was skipped.
  const onlyManager = change !== null && processed.applied.effect === 'skip';
  if (!onlyManager || !ownRow) {
    const row = objectRow(world, cycle, processed);
    if (!ownRow) addReference(row, reference);
    write(world, row);
  }
  if (ownRow) write(world, managerRow(cycle, processed, change));
}

type Draft = Omit<LogRow, 'seq' | 'id' | 'visibleAt'>;

function draft(cycle: Cycle, { externalId, changeId, applied: { user } }: Processed): Draft {
  return {
    ...{ at: cycle.at, cycleId: cycle.id, changeId, externalId },
    ...{ action: 'other', status: 'success', code: '', reason: '', reference: null },
    ...{ targetId: user?.id ?? '', targetName: user ? textOf(user, 'userPrincipalName') : '' },
    ...{ durationMs: 0, modified: [] },
  };
}

function objectRow(world: EntraWorld, cycle: Cycle, processed: Processed): Draft {
  const { decision } = processed.plan;
  const row = { ...draft(cycle, processed), modified: modifiedOf(processed.applied.changes) };
  const codes = world.settings.rowCodes;
  if (processed.held) return { ...row, action: 'stagedDelete', status: 'skipped' };
  switch (decision.is) {
    case 'create':
    case 'delete':
      return { ...row, action: decision.is };
    case 'update':
      return { ...row, action: updateLabel(world, decision.changes) };
    case 'skip': {
      const reason = 'Nothing to change, or not in scope.';
      return { ...row, status: 'skipped', code: codes[decision.code], reason };
    }
    case 'fail': {
      const action = decision.user ? 'update' : 'create';
      const { reason } = decision;
      return { ...row, action, status: 'failure', code: codes[decision.code], reason };
    }
  }
}

function updateLabel(world: EntraWorld, changes: Change[]): 'disable' | 'update' {
  const [only] = changes;
  const disables = changes.length === 1 && only!.name === 'accountEnabled' && only!.after === false;
  return disables ? world.settings.disableAction : 'update';
}

function managerRow(cycle: Cycle, processed: Processed, change: Change): Draft {
  const row = draft(cycle, processed);
  return { ...row, action: 'update', reference: 'success', modified: modifiedOf([change]) };
}

function addReference(row: Draft, reference: Reference | null): void {
  if (!reference) return;
  row.reference = reference.status;
  if (!reference.change) return;
  row.modified = [...row.modified, ...modifiedOf([reference.change])];
  if (row.status === 'skipped') {
    Object.assign(row, { action: 'update', status: 'success', code: '', reason: '' });
  }
}

/** Values are texts in log rows; the shape knows no others [G-CSDL]. */
function modifiedOf(changes: Change[]): LogRow['modified'] {
  return changes.map(({ name, before, after }) => ({
    name,
    before: rowText(before),
    after: rowText(after),
  }));
}

function rowText(value: Change['before']): string | null {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value;
}

function write(world: EntraWorld, row: Draft): void {
  const { random, settings } = world;
  const fault = world.faults.strike('logs', (id) => id === row.externalId, 'rowWritten');
  const [least, most] = settings.logDelayMs;
  const late = fault?.effect.is === 'lateLogs' ? fault.effect.ms : 0;
  const delay = (least + random.fraction() * (most - least)) * settings.scale + late;
  const added = world.log.add({
    ...row,
    id: random.uuid(),
    visibleAt: fault?.effect.is === 'missingLogs' ? null : row.at + Math.round(delay),
    durationMs: 200 + Math.floor(random.fraction() * 2000),
  });
  const { id, externalId, visibleAt, action, status, code } = added;
  const told = { row: id, externalId, visibleAt, action, status, code, modified: row.modified };
  world.note('logRow', { ...told, ...(fault ? { fault: fault.id } : {}) }, row.at);
}

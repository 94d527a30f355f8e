export type RowAction = 'other' | 'create' | 'delete' | 'disable' | 'update' | 'stagedDelete';
export type RowStatus = 'success' | 'failure' | 'skipped' | 'warning';

/** What is kept of a provisioning-log row; the full shape is drawn when it is read. */
export interface LogRow {
  /** Grows with `at`. */
  seq: number;
  id: string;
  at: number;
  /** Null: never. */
  visibleAt: number | null;
  cycleId: string;
  changeId: string;
  action: RowAction;
  status: RowStatus;
  externalId: string;
  targetId: string;
  targetName: string;
  code: string;
  reason: string;
  /** What became of the reference to the manager, where the row tells it. */
  reference: 'success' | 'warning' | null;
  durationMs: number;
  modified: { name: string; before: string | null; after: string | null }[];
}

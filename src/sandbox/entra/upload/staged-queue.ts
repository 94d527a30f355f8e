import type { Collection, SandboxState } from '../../state.js';

/** One operation that was accepted and waits for the job, or failed and stays. */
export interface StagedOperation {
  seq: number;
  method: 'POST' | 'DELETE';
  /** Empty where the record has none. */
  externalId: string;
  acceptedAt: number;
  requestId: string;
  data: Record<string, unknown>;
}

/** The bucket of one job: what waits, what failed, and what the deletion guard holds back. */
export class StagedQueue {
  private readonly staged: Collection<StagedOperation>;
  /** By person: a newer record of the same person takes the place of the failed one. */
  readonly failed: Collection<StagedOperation>;
  readonly held: Collection<StagedOperation>;
  private nextSeq = 1;

  constructor(state: SandboxState) {
    this.staged = state.collection<StagedOperation>('entra.staged');
    this.failed = state.collection<StagedOperation>('entra.failed');
    this.held = state.collection<StagedOperation>('entra.held');
    for (const kept of [this.staged, this.failed, this.held]) {
      for (const { seq } of kept.values()) this.nextSeq = Math.max(this.nextSeq, seq + 1);
    }
  }

  get waiting(): number {
    return this.staged.size;
  }

  get size(): number {
    return this.staged.size + this.failed.size + this.held.size;
  }

  add(operation: Omit<StagedOperation, 'seq'>): void {
    const seq = this.nextSeq++;
    this.staged.put(String(seq), { seq, ...operation });
  }

  oldest(): StagedOperation | undefined {
    const first = this.staged.values().next();
    return first.done ? undefined : first.value;
  }

  /** Takes out what was accepted up to that instant, oldest first. */
  takeUntil(acceptedAt: number, most = Infinity): StagedOperation[] {
    const taken: StagedOperation[] = [];
    for (const operation of this.staged.values()) {
      if (operation.acceptedAt > acceptedAt || taken.length >= most) break;
      taken.push(operation);
    }
    for (const { seq } of taken) this.staged.delete(String(seq));
    return taken;
  }

  takeFailed(): StagedOperation[] {
    return takeAll(this.failed);
  }

  takeHeld(): StagedOperation[] {
    return takeAll(this.held);
  }

  purge(): number {
    const lost = this.size;
    this.takeUntil(Infinity);
    this.takeFailed();
    this.takeHeld();
    return lost;
  }
}

function takeAll(kept: Collection<StagedOperation>): StagedOperation[] {
  const taken = [...kept.values()].sort((a, b) => a.seq - b.seq);
  for (const operation of taken) kept.delete(keyOf(operation));
  return taken;
}

/** Failed records without an identifier cannot replace one another. */
export function keyOf({ externalId, seq }: StagedOperation): string {
  return externalId === '' ? `#${seq}` : externalId;
}

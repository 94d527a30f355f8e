import { sql } from 'kysely';
import type { Reason } from '../domain/reason.js';
import { closeAttention, openAttention } from '../ledger/attention.js';
import { appendAudit } from '../ledger/audit.js';
import type { Store, Tx } from '../ports/store.js';
import type { Decision } from './decide.js';
import type { Template } from './template.js';

/** Failures in a row, whoever's tickets they were, until a template is left alone. */
const STRIKES = 3;
const CAUSE = 'template-quarantined';
/** What a corrected template may put right. */
const WAITS_FOR_TEMPLATE = [CAUSE, 'template-failed'];

export function templateQuarantined(file: string): Reason {
  return {
    code: CAUSE,
    what: 'The template for this kind of request failed three times in a row, so it is not used any more; other kinds of requests go on.',
    next: `Operations correct the template ${file} and restart the bridge; what waited for it then goes on by itself.`,
    owner: 'operations',
    pointer: file,
  };
}

const subjectOf = (file: string) => `template:${file}`;

/**
 * Leaves alone a template that keeps failing, so that the time it takes and the tickets it loses are
 * bounded. Its state is the open matter before a human, for every replica.
 */
export class Quarantine {
  private readonly strikes = new Map<string, number>();
  private barred = new Set<string>();
  private begun = false;

  constructor(
    private readonly store: Store,
    private readonly templates: readonly Template[],
  ) {}

  /** A new process has read its templates anew: all are used again. Does nothing the next time. */
  async begin(now: number): Promise<void> {
    if (this.begun) return;
    const files = this.templates.map(({ file }) => file);
    if (files.length > 0) await this.store.write((tx) => endQuarantine(tx, files, now));
    this.begun = true;
  }

  async look(): Promise<void> {
    const open = await this.store.read
      .selectFrom('attention')
      .select('subject')
      .where('cause', '=', CAUSE)
      .where('closed_at', 'is', null)
      .execute();
    this.barred = new Set(open.map(({ subject }) => subject));
  }

  bars(file: string): boolean {
    return this.barred.has(subjectOf(file));
  }

  /** What became of a ticket; null where the work on it broke off. */
  async watch(file: string, decision: Decision | null, now: number): Promise<void> {
    if (this.bars(file)) return;
    if (decision?.is === 'changes') this.strikes.delete(file);
    const failed = decision === null || isTemplatesFault(decision);
    if (!failed || file === '') return;
    const strikes = (this.strikes.get(file) ?? 0) + 1;
    this.strikes.set(file, strikes);
    if (strikes < STRIKES) return;
    const reason = templateQuarantined(file);
    const matter = { subject: subjectOf(file), ticketId: null, reason, now };
    await this.store.write((tx) => openAttention(tx, matter));
    this.strikes.delete(file);
    this.barred.add(matter.subject);
  }
}

function isTemplatesFault(decision: Decision): boolean {
  return decision.is === 'held' && decision.reason.code === 'template-failed';
}

/** What waited for a template is mapped again, by the template as it is now. */
async function endQuarantine(tx: Tx, files: readonly string[], now: number): Promise<void> {
  for (const file of files) await closeAttention(tx, subjectOf(file), now, CAUSE);
  const held = await tx
    .selectFrom('ticket')
    .select(['id', 'reason'])
    .where('state', '=', sql.lit('held'))
    .where('template', 'in', [...files])
    .execute();
  for (const { id, reason } of held) {
    const { code } = JSON.parse(reason ?? '{}') as Partial<Reason>;
    if (!WAITS_FOR_TEMPLATE.includes(code ?? '')) continue;
    await tx
      .updateTable('ticket')
      .set({ state: 'approved', reason: null, map_due_at: now })
      .where('id', '=', id)
      .execute();
    await appendAudit(tx, {
      ...{ at: now, actor: 'bridge', action: 'ticket.approved', subject: `ticket:${id}` },
      data: { from: 'held', reason: null },
    });
  }
}

import type { AuditEvent, FinalUser, History, LedgerChange, SandboxEvent } from '../history.js';
import type { Kind } from './facts.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const START = Date.parse('2026-11-25T06:00:00Z');

const ITEMS: Record<Kind, string> = {
  hire: 'New hire',
  transfer: 'Transfer',
  termination: 'Termination',
};

interface Order {
  ref: string;
  kind: Kind;
  person: string;
  title?: string;
  /** First or last day. */
  day?: string;
  immediate?: boolean;
  by?: string;
}

interface Sent {
  person: string;
  lane?: number;
  version?: number;
  attempt?: string;
}

/** Tells a history step by step. People are named by their employee number, tickets by their ref. */
export class Story {
  private now = START;
  private readonly events: SandboxEvent[] = [];
  private readonly audit: AuditEvent[] = [];
  private readonly tickets = new Map<string, { id: string; state: string }>();
  private readonly changes = new Map<string, LedgerChange & { kind: string }>();
  private readonly people = new Set<string>();
  private readonly attention = new Set<string>();
  private readonly deliveries: { eventId: string; status: number }[] = [];
  private readonly shownStatus = new Map<string, string>();

  at(minute: number): this {
    this.now = START + minute * MINUTE;
    return this;
  }

  order({ ref, kind, person, title = '', day = '', immediate = false, by = 'grace' }: Order): this {
    this.people.add(person);
    const id = `${(this.tickets.size + 1).toString(16).padStart(8, '0')}-${ref}`;
    this.tickets.set(ref, { id, state: 'mapped' });
    const names = { hire: 'start_date', termination: 'last_day', transfer: 'effective_date' };
    return this.desk('order', ref, {
      ...{ item: ITEMS[kind], by },
      variables: {
        ...(kind === 'hire' ? { employee_number: person, job_title: title } : {}),
        ...(kind === 'transfer' ? { user: `sys-${person}`, new_job_title: title } : {}),
        ...(kind === 'termination' ? { user: `sys-${person}` } : {}),
        ...{ [names[kind]]: day, immediate: immediate ? 'Yes' : 'No' },
      },
    });
  }

  approval(ref: string, approval: string, by = 'ana', approver = 'sys-E6'): this {
    return this.desk('approval', ref, { approval, state: approval, by, approver });
  }

  silentApproval(ref: string): this {
    return this.event('servicenow', 'scenario', { name: 'silent approval', items: [ref] });
  }

  cancel(ref: string): this {
    return this.desk('cancel', ref, {});
  }

  edit(ref: string, name: string, value: string): this {
    return this.desk('variableEdit', ref, { name, value });
  }

  webhook(id: string, ref: string, status: number | string): this {
    return this.desk('webhook', ref, { id, status });
  }

  stored(eventId: string, status: number): this {
    this.deliveries.push({ eventId, status });
    return this;
  }

  /** A change enters the ledger; then it moves from one state to the next. */
  change(id: string, ref: string, person: string, step: string, kind: Kind, at = START): this {
    this.people.add(person);
    const common = { id, ticket: this.ticketId(ref), person: `p-${person}`, step, kind };
    this.changes.set(id, { ...common, state: 'new', digest: 'd1', approvedAt: START });
    return this.moves(id, 'waiting', { effectiveAt: at });
  }

  moves(id: string, to: string, also: Record<string, unknown> = {}): this {
    const change = this.changes.get(id)!;
    change.state = to;
    const { ticket, person, step, kind } = change;
    return this.trail(`change.${to}`, `change:${id}`, { ticket, person, step, kind, ...also });
  }

  sending(call: string, ...people: Sent[]): this {
    const carried = people.map(
      ({ person, lane = 2, version = 1, attempt = `${call}/${person}` }) => ({
        ...{ attempt, person: `p-${person}`, version, lane },
      }),
    );
    return this.trail('upload.sending', `upload:${call}`, { people: carried });
  }

  answered(call: string, verdict: string, reason?: string): this {
    return this.trail(`upload.${verdict}`, `upload:${call}`, reason ? { reason } : {});
  }

  attempt(id: string, state: string): this {
    return this.trail(`attempt.${state}`, `attempt:${id}`, { person: `p-${id.split('/')[1]}` });
  }

  uploaded(call: string, status: number, ...records: Record<string, unknown>[]): this {
    const told = records.map(({ title, ...record }) => ({
      ...{ active: true, userName: null, ...record },
      data: { title },
    }));
    return this.event('entra', 'bulkUpload', { callId: call, status, records: told });
  }

  processed(externalId: string, effect: string, accountEnabled: boolean): this {
    return this.event('entra', 'processed', { externalId, effect, accountEnabled });
  }

  row(externalId: string, also: Record<string, unknown> = {}): this {
    const usual = { visibleAt: this.now + 5 * MINUTE, action: 'update', status: 'success' };
    return this.event('entra', 'logRow', { externalId, ...usual, modified: [], ...also });
  }

  userRead(externalId: string, accountEnabled: boolean): this {
    return this.event('entra', 'userRead', { users: [{ externalId, accountEnabled }] });
  }

  note(ref: string, version: number, text = 'News.', marker?: string): this {
    const value = `${text}\n${marker ?? `jml-${this.ticketId(ref).slice(0, 8)}-${version}`}`;
    return this.event('servicenow', 'journal', { by: 'jml.bridge', element_id: ref, value });
  }

  shown(ref: string, version: number): this {
    return this.trail('writeback.shown', `ticket:${this.ticketId(ref)}`, { version });
  }

  /** What the ticket's status field says in the end. */
  field(ref: string, status: string): this {
    this.shownStatus.set(ref, status);
    return this;
  }

  ticket(ref: string, state: string, actor = 'connection:servicenow'): this {
    if (state !== 'confirmed' && state !== 'found-by-sweep') this.tickets.get(ref)!.state = state;
    return this.trail(`ticket.${state}`, `ticket:${this.ticketId(ref)}`, {}, actor);
  }

  /** `subject` as in `change:c1` or `ticket:R1`. */
  alarm(cause: string, subject: string): this {
    const known = this.subjectOf(subject);
    this.attention.add(known);
    return this.trail('attention.opened', `${cause}/${known}`);
  }

  over(cause: string, subject: string): this {
    const known = this.subjectOf(subject);
    this.attention.delete(known);
    return this.trail('attention.closed', `${cause}/${known}`);
  }

  trail(
    action: string,
    subject: string,
    data: Record<string, unknown> = {},
    actor = 'bridge',
  ): this {
    this.audit.push({ seq: this.audit.length + 1, at: this.now, actor, action, subject, data });
    return this;
  }

  event(system: SandboxEvent['system'], op: string, detail: Record<string, unknown>): this {
    this.events.push({ seq: this.events.length + 1, at: this.now, system, op, ...detail });
    return this;
  }

  /** The history so far, with what the story does not tell. */
  end(also: Partial<History> = {}): History {
    const people = [...this.people].sort();
    return {
      ...{ events: this.events, audit: this.audit, brokenLink: null, deliveries: this.deliveries },
      tickets: [...this.tickets].map(([ref, { id, state }]) => ({
        ...{ id, ref, number: ref, state, status: this.shownStatus.has(ref) ? 'applied' : null },
      })),
      changes: [...this.changes.values()],
      people: people.map((externalId) => ({ id: `p-${externalId}`, externalId })),
      attention: [...this.attention].map((subject) => ({ subject, ticket: null })),
      shown: this.shownStatus,
      ...{ calls: [], starts: [], unseenForgeries: [], log: [], secrets: ['Recruit'] },
      employeeNumbers: new Map([...people, 'E6'].map((number) => [`sys-${number}`, number])),
      directory: people.map(userOf),
      before: people.map(userOf),
      promises: {
        ...{ callsPerWindow: 2, windowMs: 5_000, callsPerDay: 20, recordsPerCall: 2 },
        ...{ terminationReserve: 0.05, approvalFreshnessMs: 15 * MINUTE, clockSkewMs: 2 * MINUTE },
        ...{ doubtMs: 30 * MINUTE, directoryRead: true },
      },
      calmFrom: START + 12 * HOUR,
      end: START + 50 * HOUR,
      ...also,
    };
  }

  private desk(op: string, ref: string, detail: Record<string, unknown>): this {
    return this.event('servicenow', op, { sys_id: ref, number: ref, ...detail });
  }

  private ticketId(ref: string): string {
    return this.tickets.get(ref)?.id ?? ref;
  }

  private subjectOf(subject: string): string {
    const [type, id = ''] = subject.split(':');
    return type === 'ticket' ? `ticket:${this.ticketId(id)}` : subject;
  }
}

function userOf(externalId: string): FinalUser {
  return { externalId, userName: `${externalId}@x.example`, enabled: true, title: 'Old role' };
}

/** A transfer from order to note as it should be: every checker is content with it. */
export function transferDone(story = new Story()): Story {
  return story
    .order({ ref: 'R1', kind: 'transfer', person: 'E1', title: 'New role' })
    .at(1)
    .approval('R1', 'approved')
    .webhook('msg_1', 'R1', 202)
    .stored('msg_1', 202)
    .ticket('R1', 'approved')
    .ticket('R1', 'mapped', 'bridge')
    .change('c1', 'R1', 'E1', 'move', 'transfer')
    .moves('c1', 'queued')
    .moves('c1', 'sent')
    .sending('u1', { person: 'E1' })
    .uploaded('u1', 202, { externalId: 'E1', title: 'New role' })
    .answered('u1', 'staged')
    .at(2)
    .processed('E1', 'update', true)
    .row('E1')
    .at(11)
    .attempt('u1/E1', 'applied')
    .moves('c1', 'applied')
    .note('R1', 1, 'Microsoft Entra confirmed: done.')
    .shown('R1', 1)
    .field('R1', 'applied');
}

/** An immediate termination from order to note as it should be. */
export function leaverDone(story = new Story()): Story {
  return story
    .order({ ref: 'R2', kind: 'termination', person: 'E2', immediate: true })
    .at(1)
    .approval('R2', 'approved')
    .ticket('R2', 'approved')
    .ticket('R2', 'mapped', 'bridge')
    .change('c2', 'R2', 'E2', 'disable', 'termination')
    .moves('c2', 'queued')
    .moves('c2', 'sent')
    .sending('u2', { person: 'E2', lane: 0 })
    .uploaded('u2', 202, { externalId: 'E2', active: false })
    .answered('u2', 'staged')
    .at(2)
    .processed('E2', 'disable', false)
    .row('E2', { action: 'disable' })
    .at(11)
    .attempt('u2/E2', 'applied')
    .moves('c2', 'applied')
    .note('R2', 1, 'Microsoft Entra confirmed: disabled.')
    .shown('R2', 1)
    .field('R2', 'applied');
}

/** The directory in which the two stories end. */
export const DONE: readonly FinalUser[] = [
  { ...userOf('E1'), title: 'New role' },
  { ...userOf('E2'), enabled: false },
];

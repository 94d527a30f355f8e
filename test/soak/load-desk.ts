import { createHash } from 'node:crypto';
import { defineConnector, type TicketSnapshot, type VariableValue } from '../../src/kit/index.js';
import type { HttpAnswer } from '../../src/ports/http.js';
import { DAY } from '../simulation/plan.js';
import { json } from './json.js';
import type { PlannedTicket } from './workload.js';

/** What the end of a run asks of a ticket. */
export interface Told {
  notes: number;
  final: number;
  repeated: number;
}

/**
 * A ticket system of a few lines: tickets are made anew from the plan whenever they are read, and of
 * notes only their numbers are kept, so that memory grows in the bridge or nowhere.
 */
export class LoadDesk {
  private readonly noteOf: Uint16Array;
  private readonly final: Uint8Array;
  private notes = 0;
  private repeated = 0;
  private closed = 0;

  constructor(private readonly tickets: readonly PlannedTicket[]) {
    this.noteOf = new Uint16Array(tickets.length);
    this.final = new Uint8Array(tickets.length);
  }

  get told(): Told {
    return { notes: this.notes, final: this.closed, repeated: this.repeated };
  }

  /** The body of the webhook that tells of a ticket. */
  delivery(index: number): string {
    const { number, ref, vars } = this.snapshot(index);
    return JSON.stringify({ event: 'approved', ref, number, vars });
  }

  /** Answers the connector below. */
  answer(url: URL, body: string): HttpAnswer {
    if (url.pathname.endsWith('/tickets')) {
      const refs = (url.searchParams.get('refs') ?? '').split(',');
      return json(refs.map((ref) => this.snapshot(indexOf(ref))));
    }
    const note = JSON.parse(body) as { ref: string; marker: string; final: boolean };
    this.take(indexOf(note.ref), Number(note.marker.split('-').at(-1)), note.final);
    return json({});
  }

  private take(index: number, version: number, final: boolean): void {
    this.notes++;
    if (version <= (this.noteOf[index] as number)) this.repeated++;
    this.noteOf[index] = version;
    this.closed += Number(final) - (this.final[index] as number);
    this.final[index] = Number(final);
  }

  private snapshot(index: number): TicketSnapshot {
    const ticket = this.tickets[index] as PlannedTicket;
    const vars = varsOf(ticket, index);
    const boss = { id: 'boss', name: 'Bo Boss', employeeNumber: 'M1' };
    return {
      ...{ ref: refOf(index), number: `RITM${String(index).padStart(7, '0')}` },
      ...{ catalogItem: ITEMS[ticket.kind], revision: 1, status: 'open', approval: 'approved' },
      digest: createHash('sha256').update(JSON.stringify(vars)).digest('hex'),
      approvedAt: ticket.at,
      approvers: [{ ...boss, decision: 'approved', at: ticket.at }],
      requester: { id: 'desk', name: 'Dee Desk', employeeNumber: 'M2' },
      vars,
    };
  }
}

const ITEMS = { hire: 'New hire', transfer: 'Transfer', termination: 'Termination' } as const;

/** Speaks to `LoadDesk`; as thrifty as the ServiceNow connector. */
export const loadConnector = defineConnector({
  ...{ name: 'load', title: 'Load', settings: [], auth: ['none'], concurrency: 2, readBatch: 50 },
  parse(body) {
    const { ref, number } = body as { ref: string; number: string };
    return { is: 'hint', tickets: [{ ref, number }], event: 'approved' };
  },
  *read(orders) {
    const refs = orders.map(({ ref }) => ref).join(',');
    return (yield { method: 'GET', path: '/tickets', query: { refs } }).body as TicketSnapshot[];
  },
  *sweep() {
    return [];
  },
  *writeback({ ticket, view, marker }) {
    const body = { ref: ticket.ref, marker, final: view.final, note: view.note };
    yield { method: 'POST', path: '/notes', body };
    return { is: 'shown', noteFound: false, notes: [] };
  },
  ticketUrl: () => '',
});

export function employeeNumber(person: number): string {
  return `E${String(person).padStart(6, '0')}`;
}

function refOf(index: number): string {
  return index.toString(16).padStart(32, '0');
}

function indexOf(ref: string): number {
  return Number.parseInt(ref, 16);
}

function varsOf({ kind, person, at }: PlannedTicket, index: number): Record<string, VariableValue> {
  const [today, tomorrow] = [day(at), day(at + DAY)];
  const user = { id: `u${person}`, name: nameOf(person), employee_number: employeeNumber(person) };
  const location_time_zone = 'Europe/Lisbon';
  switch (kind) {
    case 'hire':
      return { ...hireVars(person), employee_number: user.employee_number, start_date: tomorrow };
    case 'transfer':
      return {
        ...{ user: { ...user, location_time_zone }, effective_date: today },
        new_job_title: `Title ${index}`,
        new_department: { id: 'd', name: `Department ${index % 50}` },
      };
    case 'termination':
      return { user: { ...user, location_time_zone }, last_day: today, last_day_time: '17:00' };
  }
}

function hireVars(person: number): Record<string, VariableValue> {
  const [first_name = '', last_name = ''] = nameOf(person).split(' ');
  return {
    ...{ first_name, last_name, employee_type: 'Employee', job_title: 'Engineer' },
    ...{
      preferred_name: '',
      cost_center: '4711',
      company: 'Example',
      mobile_phone: '',
      end_date: '',
    },
    department: { id: 'd', name: 'Engineering' },
    manager: { id: 'boss', name: 'Bo Boss', employee_number: 'M1' },
    location: {
      ...{ id: 'l', name: 'Lisbon', street: 'Rua 1', city: 'Lisbon', state: '', zip: '1100' },
      ...{ country: 'PT', time_zone: 'Europe/Lisbon' },
    },
  };
}

/** Every sixth name is had by six people, so that user names have to be chosen. */
function nameOf(person: number): string {
  return `Nina${letters(person % 997)} Park${letters(Math.floor(person / 6) % 3001)}`;
}

function letters(value: number): string {
  return [...String(value)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

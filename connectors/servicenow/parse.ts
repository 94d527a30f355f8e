import type { Hint, Ignored, Refusal, Settings, TicketRef } from '../../src/kit/index.js';

/** Ids go into paths and queries, for which there is no escaping (fact sheet 2.2). */
export const SYS_ID = /^[0-9a-f]{32}$/;
export const NUMBER = /^[A-Z]{2,8}[0-9]{5,12}$/;

type Fields = Record<string, unknown>;

/** Thin or fat, a delivery only says where to look; names differ from customer to customer. */
export function parse(body: unknown, settings: Settings): Hint | Refusal | Ignored {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refusal('', 'object-expected');
  }
  const fields = body as Fields;
  const errors = shapeErrors(fields);
  const ticket = ticketOf(fields);
  if (errors.length > 0) {
    const told = ticket ? { ticket } : {};
    return { is: 'refusal', problem: 'validation-failed', errors, ...told };
  }
  if (!ticket) return refusal('/sys_id', 'required');
  return judgeSender(fields, settings) ?? judgeApproval(fields, ticket);
}

function shapeErrors(fields: Fields): Refusal['errors'] {
  return [
    ...shape(fields, 'sys_id', SYS_ID),
    ...shape(fields, 'number', NUMBER),
    ...shape(fields, 'table', /^sc_req_item$/),
    ...shape(fields, 'instance', /^[A-Za-z0-9.-]{1,100}$/),
    ...shape(fields, 'event', /^[A-Za-z0-9._ -]{1,100}$/),
    ...shape(fields, 'approval'),
    ...shape(fields, 'approval_state'),
    ...shape(fields, 'updated_by'),
    ...shape(fields, 'sys_updated_by'),
  ];
}

/** A clone posts with the original's secret; our own writeback fires the customer's rule again. */
function judgeSender(fields: Fields, settings: Settings): Refusal | Ignored | null {
  const [ours, theirs] = [settings['instance'] ?? '', own(fields, 'instance')];
  if (ours && theirs && ours.toLowerCase() !== theirs.toLowerCase()) {
    // Its ticket has the same id as ours, and ours is not to be told of it.
    return refusal('/instance', 'other-instance');
  }
  const by = own(fields, 'updated_by') || own(fields, 'sys_updated_by');
  const self = by !== '' && by === settings['integrationUser'];
  return self ? { is: 'ignored', why: 'caused by our own writeback' } : null;
}

/** News that an approval is gone is welcome; a claim of being "kind of" approved is not. */
const WITHDRAWAL = /reject|cancel|withdraw|reset|revok|requested|updat|clos/i;
const EVENT_OF_APPROVAL = /^approval[._ -]/i;

function judgeApproval(fields: Fields, ticket: TicketRef): Hint | Refusal {
  const event = own(fields, 'event') || 'notice';
  const hint: Hint = { is: 'hint', tickets: [ticket], event };
  if (WITHDRAWAL.test(event)) return hint;
  for (const name of ['approval', 'approval_state']) {
    if (Object.hasOwn(fields, name) && fields[name] !== 'approved') {
      return notApproved(`/${name}`, ticket);
    }
  }
  const claims = EVENT_OF_APPROVAL.test(event) && event !== 'approval.approved';
  return claims ? notApproved('/event', ticket) : hint;
}

function notApproved(pointer: string, ticket: TicketRef): Refusal {
  const errors = [{ pointer, code: 'not-approved' }];
  return { is: 'refusal', problem: 'not-approved', errors, ticket };
}

function ticketOf(fields: Fields): TicketRef | null {
  const ref = own(fields, 'sys_id');
  const number = own(fields, 'number');
  const found = {
    ...(SYS_ID.test(ref) ? { ref } : {}),
    ...(NUMBER.test(number) ? { number } : {}),
  };
  return Object.keys(found).length > 0 ? found : null;
}

function shape(fields: Fields, name: string, pattern?: RegExp): Refusal['errors'] {
  if (!Object.hasOwn(fields, name)) return [];
  const value = fields[name];
  if (typeof value !== 'string') return [{ pointer: `/${name}`, code: 'string-expected' }];
  return !pattern || pattern.test(value) ? [] : [{ pointer: `/${name}`, code: 'format' }];
}

function own(fields: Fields, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : '';
  return typeof value === 'string' ? value : '';
}

function refusal(pointer: string, code: string): Refusal {
  return { is: 'refusal', problem: 'validation-failed', errors: [{ pointer, code }] };
}

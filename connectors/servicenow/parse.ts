import type { Hint, Ignored, Refusal, Settings, TicketRef } from '../../src/kit/index.js';

export const SYS_ID = /^[0-9a-f]{32}$/;
const NUMBER = /^[A-Z]{2,8}[0-9]{5,12}$/;

/** Thin or fat, a delivery only says where to look; names differ from customer to customer. */
export function parse(body: unknown, settings: Settings): Hint | Refusal | Ignored {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return refusal('', 'object-expected');
  const fields = body as Record<string, unknown>;
  const errors = [
    ...shape(fields, 'sys_id', SYS_ID),
    ...shape(fields, 'number', NUMBER),
    ...shape(fields, 'instance', /^[A-Za-z0-9.-]{1,100}$/),
    ...shape(fields, 'event', /^[A-Za-z0-9._ -]{1,100}$/),
    ...shape(fields, 'approval', /^[a-z_ ]{0,40}$/),
  ];
  if (errors.length > 0) return { is: 'refusal', problem: 'validation-failed', errors };
  const ticket = ticketOf(fields);
  if (!ticket) return refusal('/sys_id', 'required');
  const instance = own(fields, 'instance');
  if (settings['instance'] && instance && instance !== settings['instance'])
    return refusal('/instance', 'other-instance', ticket);
  const by = own(fields, 'updated_by') || own(fields, 'sys_updated_by');
  if (settings['integrationUser'] && by === settings['integrationUser']) {
    return { is: 'ignored', why: 'caused by our own writeback' };
  }
  return judgeApproval(fields, ticket);
}

/** News of a withdrawal is welcome; a claim that something is "kind of" approved is not. */
function judgeApproval(fields: Record<string, unknown>, ticket: TicketRef): Hint | Refusal {
  const event = own(fields, 'event') || 'notice';
  const approval = own(fields, 'approval');
  const withdrawal =
    /reject|cancel|withdraw|update|close/i.test(event) ||
    ['rejected', 'cancelled'].includes(approval);
  if (approval !== '' && approval !== 'approved' && !withdrawal) {
    return {
      is: 'refusal',
      problem: 'not-approved',
      errors: [{ pointer: '/approval', code: 'not-approved' }],
      ticket,
    };
  }
  return { is: 'hint', tickets: [ticket], event };
}

function ticketOf(fields: Record<string, unknown>): TicketRef | null {
  const ref = own(fields, 'sys_id');
  const number = own(fields, 'number');
  if (!ref && !number) return null;
  return { ...(ref ? { ref } : {}), ...(number ? { number } : {}) };
}

function shape(fields: Record<string, unknown>, name: string, pattern: RegExp) {
  if (!Object.hasOwn(fields, name)) return [];
  const value = fields[name];
  if (typeof value !== 'string') return [{ pointer: `/${name}`, code: 'string-expected' }];
  return pattern.test(value) ? [] : [{ pointer: `/${name}`, code: 'format' }];
}

function own(fields: Record<string, unknown>, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : '';
  return typeof value === 'string' ? value : '';
}

function refusal(pointer: string, code: string, ticket?: TicketRef): Refusal {
  return {
    is: 'refusal',
    problem: 'validation-failed',
    errors: [{ pointer, code }],
    ...(ticket ? { ticket } : {}),
  };
}

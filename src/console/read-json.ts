import type { Reason } from '../domain/reason.js';
import type { TicketView } from '../domain/view.js';
import { isStatus } from './words/status.js';

/** JSON of the ledger, read tolerantly: a row that cannot be read must not take a page down. */
export function readObject(text: string | null): Record<string, unknown> {
  if (!text) return {};
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function readReason(text: string | null): Reason | null {
  const value = readObject(text);
  if (!asText(value['what'])) return null;
  return {
    code: asText(value['code']),
    what: asText(value['what']),
    next: asText(value['next']),
    owner: asText(value['owner']) as Reason['owner'],
    ...(value['pointer'] ? { pointer: asText(value['pointer']) } : {}),
  };
}

type Shown = Pick<TicketView, 'status' | 'headline' | 'note' | 'final'>;

/** Statuses of tickets whose view was not computed yet. */
export const STATUS_BEFORE_VIEW: Record<string, Shown['status']> = {
  received: 'received',
  'waiting-approval': 'waiting-approval',
  approved: 'received',
  mapped: 'queued',
  held: 'held',
  rejected: 'rejected',
  cancelled: 'cancelled',
};

export function readView(text: string | null, state: string): Shown {
  const view = readObject(text);
  const status = view['status'];
  return {
    status: isStatus(status) ? status : (STATUS_BEFORE_VIEW[state] ?? 'received'),
    headline: asText(view['headline']),
    note: asText(view['note']),
    final: view['final'] === true,
  };
}

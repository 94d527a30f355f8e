import type { TicketSnapshot } from '../../domain/ticket.js';
import { listed } from './plain-text.js';

/** Who approved and who asked, as the ticket system itself names them. */
export function tellPeople(ticket: TicketSnapshot | null): string {
  if (!ticket) return '';
  const approvers = ticket.approvers
    .filter((one) => one.decision === 'approved')
    .map((one) => one.name || one.id)
    .filter((name) => name !== '');
  const requester = ticket.requester.name || ticket.requester.id;
  const parts = [
    approvers.length > 0 ? `Approved by ${listed([...new Set(approvers)])}.` : '',
    requester ? `Requested by ${requester}.` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

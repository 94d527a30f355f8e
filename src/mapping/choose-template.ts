import type { TicketSnapshot } from '../domain/ticket.js';
import type { Template } from './template.js';

/** The first template meant for such a ticket; null where there is none. */
export function chooseTemplate(
  templates: readonly Template[],
  ticket: Pick<TicketSnapshot, 'catalogItem'>,
): Template | null {
  return templates.find((one) => one.when.catalogItem === ticket.catalogItem) ?? null;
}

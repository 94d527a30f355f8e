import type { Attributes } from '../domain/record.js';
import type { Reason } from '../domain/reason.js';
import type { TicketSnapshot } from '../domain/ticket.js';
import { scopeOf, type MapContext } from './map-ticket.js';
import { otherPerson } from './reasons.js';
import { asReason, render } from './render.js';
import type { Template } from './template.js';

/**
 * Does the ticket mean the person its employee number leads to? One wrong digit disables somebody
 * else, so a template may name what else must be so. What is empty on either side says nothing.
 */
export function mismatch(
  template: Template,
  ticket: TicketSnapshot,
  person: Attributes,
  context: MapContext,
): Reason | null {
  const scope = scopeOf(ticket, context);
  for (const [path, source] of Object.entries(template.matches ?? {})) {
    try {
      const said = render(source, scope, `${template.file}: matches.${path}`);
      const known = String(person[path] ?? '');
      if (
        said !== '' &&
        known !== '' &&
        said.toLowerCase() !== known.normalize('NFC').toLowerCase()
      )
        return otherPerson(path);
    } catch (error) {
      return asReason(error);
    }
  }
  return null;
}

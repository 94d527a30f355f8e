import { join } from 'node:path';
import { loadTemplates } from '../load-templates.js';
import { packageRoot } from '../console/package-root.js';
import { isComplete } from '../domain/record.js';
import { identify, mapTicket, type MapContext } from '../mapping/map-ticket.js';
import { toScimUser } from '../scim/user.js';
import { JML_USER } from '../scim/urns.js';
import { readExample, type Example } from './example.js';

/** Ticket in, changes and SCIM out, as JSON; nothing is sent. */
export function preview(file: string, connector: string, own: readonly string[]): string {
  return JSON.stringify(previewExample(readExample(file), connector, [builtIn(), ...own]), null, 2);
}

/** The folder of the templates that come with the bridge. */
export function builtIn(): string {
  return join(packageRoot(import.meta.filename), 'templates');
}

export function previewExample(
  example: Example,
  connector: string,
  folders: readonly string[],
): object {
  const templates = loadTemplates(folders).get(connector) ?? [];
  const template = templates.find((one) => one.when.catalogItem === example.ticket.catalogItem);
  if (!template) return { refused: [{ code: 'no-template' }] };
  const context: MapContext = { ...example, now: Date.parse(example.now) };
  const externalId = identify(template, example.ticket, context);
  if (typeof externalId !== 'string') return { refused: [externalId] };
  const mapped = mapTicket(template, example.ticket, externalId, context);
  if (mapped.is === 'refused') return { refused: mapped.reasons };
  return {
    externalId,
    changes: mapped.changes.map(({ userNames, effectiveAt, patch, ...change }) => {
      const named = userNames[0] ? { ...patch, userName: userNames[0] } : patch;
      const record = { ...example.person, ...named, externalId };
      return {
        step: change.step,
        kind: change.kind,
        urgent: change.urgent,
        effectiveAt: new Date(effectiveAt).toISOString(),
        zone: change.zone,
        patch: named,
        ...(isComplete(record) ? { scim: toScimUser(record, { jml: JML_USER }) } : {}),
      };
    }),
  };
}

import type { MappedChange } from '../domain/change.js';
import type { Attributes } from '../domain/record.js';
import type { Reason } from '../domain/reason.js';
import type { TicketSnapshot } from '../domain/ticket.js';
import { checkEntraLimits } from '../scim/limits.js';
import { effectiveInstant } from './effective.js';
import { liquid } from './liquid.js';
import { blankActive, blankPerson, templateFailed, wrongDate } from './reasons.js';
import type { ChangeRule, Template, UserNameRule } from './template.js';

export interface MapContext {
  now: number;
  /** Zone for people whose site has none. */
  zone: string;
  /** Domain of generated user names. */
  domain: string;
  /** The person's record as known; null where nobody is known by that externalId. */
  person: Attributes | null;
}

/** A change whose user name is still to be chosen among candidates, first free one first. */
export interface Draft extends MappedChange {
  userNames: string[];
}

export type Mapped = { is: 'changes'; changes: Draft[] } | { is: 'refused'; reasons: Reason[] };

type Scope = Record<string, unknown>;
class RenderFailure extends Error {}

/** Whom the ticket is about: needed before the person can be looked up. */
export function identify(
  template: Template,
  ticket: TicketSnapshot,
  context: MapContext,
): string | Reason {
  try {
    const id = render(
      template.externalId,
      scopeOf(ticket, context),
      `${template.file}: externalId`,
    );
    return id === '' ? blankPerson : id;
  } catch (error) {
    return asReason(error);
  }
}

/** What the approved ticket wants, as changes of one person from an instant on. */
export function mapTicket(
  template: Template,
  ticket: TicketSnapshot,
  externalId: string,
  context: MapContext,
): Mapped {
  const scope = scopeOf(ticket, context);
  const changes: Draft[] = [];
  const reasons = checkEntraLimits({ externalId });
  for (const [step, rule] of Object.entries(template.changes)) {
    try {
      const where = `${template.file}: changes.${step}`;
      if (rule.when && render(rule.when, scope, `${where}.when`) !== 'true') continue;
      const made = mapChange(template, step, rule, externalId, scope, context);
      if ('code' in made) reasons.push(made);
      else {
        changes.push(made);
        reasons.push(...checkEntraLimits(made.patch));
      }
    } catch (error) {
      reasons.push(asReason(error));
    }
  }
  if (reasons.length > 0) return { is: 'refused', reasons };
  return { is: 'changes', changes };
}

function mapChange(
  template: Template,
  step: string,
  rule: ChangeRule,
  externalId: string,
  scope: Scope,
  context: MapContext,
): Draft | Reason {
  const where = `${template.file}: changes.${step}`;
  const zone = render(template.zone, scope, `${template.file}: zone`) || context.zone;
  const time = rule.effective.time && render(rule.effective.time, scope, `${where}.effective.time`);
  const at = render(rule.effective.at, scope, `${where}.effective.at`);
  const effective = { ...rule.effective, ...(time ? { time: time.slice(0, 5) } : {}) };
  const instant = effectiveInstant(effective, at, template.kind, zone, context.now);
  if (instant.is === 'problem') return wrongDate(instant.what);
  const patch: Attributes = {};
  let userNames: string[] = [];
  for (const [path, value] of Object.entries(rule.person)) {
    if (typeof value === 'object') userNames = candidates(value, scope, `${where}.person.${path}`);
    else if (typeof value === 'boolean') patch[path] = value;
    else if (path === 'active') {
      const active = render(value, scope, `${where}.person.active`);
      if (active !== 'true' && active !== 'false') return blankActive;
      patch[path] = active === 'true';
    } else {
      const rendered = render(value, scope, `${where}.person.${path}`);
      if (rendered !== '') patch[path] = rendered;
    }
  }
  const urgent =
    rule.urgent !== undefined && render(rule.urgent, scope, `${where}.urgent`) === 'true';
  const { kind } = template;
  return {
    step,
    kind,
    urgent,
    externalId,
    expects: rule.expects ?? 'existing',
    effectiveAt: instant.at,
    zone,
    patch,
    userNames,
  };
}

/** The last pattern counts on from 2, so that there is always a next candidate. */
function candidates(rule: UserNameRule, scope: Scope, where: string): string[] {
  const domain = render(rule.domain, scope, where);
  const counted = rule.unique.flatMap((pattern) =>
    pattern.includes('{{ n }}')
      ? Array.from({ length: 98 }, (_, index) =>
          render(pattern, { ...scope, n: String(index + 2) }, where),
        )
      : [render(pattern, scope, where)],
  );
  return [...new Set(counted)]
    .map((local) => local.replace(/^\.+|\.+$/g, '').slice(0, 64))
    .filter((local) => local !== '')
    .map((local) => `${local}@${domain}`);
}

function scopeOf(ticket: TicketSnapshot, context: MapContext): Scope {
  return {
    vars: ticket.vars,
    ticket: { number: ticket.number, catalogItem: ticket.catalogItem },
    connection: { zone: context.zone },
    target: { domain: context.domain },
    person: context.person ?? {},
  };
}

function render(source: string, scope: Scope, where: string): string {
  try {
    return String(liquid.parseAndRenderSync(source, scope)).trim().normalize('NFC');
  } catch {
    // The message of the engine may quote the ticket, so only the place is told.
    throw new RenderFailure(where);
  }
}

function asReason(error: unknown): Reason {
  if (error instanceof RenderFailure) return templateFailed(error.message);
  throw error;
}

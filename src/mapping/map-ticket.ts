import type { MappedChange } from '../domain/change.js';
import type { Attributes } from '../domain/record.js';
import type { Reason } from '../domain/reason.js';
import type { TicketSnapshot } from '../domain/ticket.js';
import { checkEntraLimits } from '../scim/limits.js';
import { effectiveInstant, type Moment } from './effective.js';
import { isoInstant } from './liquid.js';
import { blankActive, blankPerson, foreignDomain, nothingToDo, wrongDate } from './reasons.js';
import { asReason, render, type Scope } from './render.js';
import type { ChangeRule, Template } from './template.js';
import { userNameCandidates } from './user-name-candidates.js';

export interface MapContext {
  now: number;
  /** Zone for people whose site has none. */
  zone: string;
  /** Domain of generated user names. */
  domain: string;
  /** Further domains user names may be in. */
  otherDomains?: readonly string[];
  /** The person's record as known; null where nobody is known by that externalId. */
  person: Attributes | null;
}

/** A change whose user name is still to be chosen among candidates, first free one first. */
export interface Draft extends MappedChange {
  /** The first candidates; none where the template sets no user name by rule. */
  userNames: readonly string[];
  /** All candidates, made as they are asked for; null where the template has no such rule. */
  candidates: Iterable<string> | null;
}

export type Mapped = { is: 'changes'; changes: Draft[] } | { is: 'refused'; reasons: Reason[] };

/** Whom the ticket is about: needed before the person can be looked up. */
export function identify(
  template: Template,
  ticket: TicketSnapshot,
  context: MapContext,
): string | Reason {
  try {
    const where = `${template.file}: externalId`;
    const externalId = render(template.externalId, scopeOf(ticket, context), where);
    if (externalId === '') return blankPerson;
    return checkEntraLimits({ externalId })[0] ?? externalId;
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
      const made = mapChange({ template, step, rule, where, externalId }, ticket, scope, context);
      if ('code' in made) reasons.push(made);
      else {
        reasons.push(...checkEntraLimits(made.patch), ...domainReasons(made.patch, context));
        if (made.candidates || Object.keys(made.patch).length > 0) changes.push(oneCandidate(made));
      }
    } catch (error) {
      reasons.push(asReason(error));
    }
  }
  if (reasons.length > 0) return { is: 'refused', reasons: different(reasons) };
  if (changes.length === 0) return { is: 'refused', reasons: [nothingToDo] };
  return { is: 'changes', changes };
}

/** Of a name from a form, too, only what nobody has may be given. */
function oneCandidate(draft: Draft): Draft {
  const { userName, ...patch } = draft.patch;
  if (typeof userName !== 'string') return draft;
  return { ...draft, patch, userNames: [userName], candidates: [userName] };
}

function domainReasons({ userName }: Attributes, context: MapContext): Reason[] {
  if (typeof userName !== 'string') return [];
  const domain = userName.slice(userName.lastIndexOf('@') + 1);
  return isOwnDomain(domain, context) ? [] : [foreignDomain];
}

function isOwnDomain(name: string, { domain, otherDomains = [] }: MapContext): boolean {
  return [domain, ...otherDomains].some((own) => own.toLowerCase() === name.toLowerCase());
}

/** Candidates shown in a preview. */
const SHOWN = 2;

interface Step {
  template: Template;
  step: string;
  rule: ChangeRule;
  where: string;
  externalId: string;
}

function mapChange(
  { template, step, rule, where, externalId }: Step,
  ticket: TicketSnapshot,
  scope: Scope,
  context: MapContext,
): Draft | Reason {
  const { now, zone: otherwise } = context;
  const { kind } = template;
  const zone = render(template.zone, scope, `${template.file}: zone`) || otherwise;
  const at = render(rule.effective.at, scope, `${where}.effective.at`);
  const time = rule.effective.time && render(rule.effective.time, scope, `${where}.effective.time`);
  const moment: Moment = { kind, zone, now, approvedAt: ticket.approvedAt ?? now };
  const effective = { ...rule.effective, ...(time ? { time } : {}) };
  const instant = effectiveInstant(effective, at, moment);
  if (instant.is === 'problem') return wrongDate(instant.what, `${where}.effective`);
  const within = { ...scope, zone, effective: isoInstant(instant.named, zone) };
  const patch = renderPatch(rule, within, `${where}.person`);
  if (patch === null) return blankActive;
  const urgent = render(rule.urgent ?? '', scope, `${where}.urgent`) === 'true';
  const name = rule.person['userName'];
  const own = (domain: string) => isOwnDomain(domain, context);
  const candidates =
    typeof name === 'object'
      ? userNameCandidates(name, within, `${where}.person.userName`, own)
      : null;
  return {
    ...{ step, kind, urgent, externalId, zone, patch },
    expects: rule.expects ?? 'existing',
    effectiveAt: instant.at,
    userNames: firstOf(candidates ?? [], SHOWN),
    candidates,
  };
}

/** What renders to nothing is not set. Null: whether the account is enabled was left open. */
function renderPatch(rule: ChangeRule, scope: Scope, where: string): Attributes | null {
  const patch: Attributes = {};
  for (const [path, value] of Object.entries(rule.person)) {
    if (typeof value === 'object') continue;
    if (typeof value === 'boolean') patch[path] = value;
    else {
      const rendered = render(value, scope, `${where}.${path}`);
      if (path === 'active') {
        if (rendered !== 'true' && rendered !== 'false') return null;
        patch[path] = rendered === 'true';
      } else if (rendered !== '') patch[path] = rendered;
    }
  }
  return patch;
}

export function scopeOf(ticket: TicketSnapshot, context: MapContext): Scope {
  return {
    vars: ticket.vars,
    ticket: { number: ticket.number, catalogItem: ticket.catalogItem },
    connection: { zone: context.zone },
    target: { domain: context.domain },
    person: context.person ?? {},
  };
}

/** Two steps of a template often fail for the same reason; people hear it once. */
function different(reasons: Reason[]): Reason[] {
  const seen = new Map(reasons.map((reason) => [`${reason.code}/${reason.what}`, reason]));
  return [...seen.values()];
}

function firstOf(values: Iterable<string>, most: number): string[] {
  const first: string[] = [];
  for (const value of values) {
    if (first.push(value) === most) break;
  }
  return first;
}

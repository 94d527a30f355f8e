import type { Kind } from '../domain/kind.js';

/** A user name: the first candidate that nobody has. `{{ n }}` counts from 2 in the last candidate. */
export interface UserNameRule {
  unique: string[];
  domain: string;
}

/** When a change takes effect, in the template's zone. */
export interface EffectiveRule {
  /** Renders to a date (`2026-12-01`), an ISO instant, or `now`. */
  at: string;
  /** Local time for a date, `HH:mm`. */
  time?: string;
  /** How long before that, e.g. `14 days`. */
  lead?: string;
  /** Which of two equal local times is meant in the night clocks go back. */
  ambiguous?: 'earlier' | 'later';
}

export interface ChangeRule {
  /** Left out where this renders to something other than `true`. */
  when?: string;
  effective: EffectiveRule;
  /** Renders to `true` for what must overtake everything; terminations only. */
  urgent?: string;
  /** Whether the person must not exist yet, or must; `existing` where left out. */
  expects?: 'create' | 'existing';
  /** Attribute path to a Liquid expression, a literal flag, or a user name rule. */
  person: Record<string, string | boolean | UserNameRule>;
}

/** One kind of request as data: what it makes of a ticket. */
export interface Template {
  /** File name without folder, for messages. */
  file: string;
  name: string;
  kind: Kind;
  /** Ticket properties that must have these values. */
  when: { catalogItem: string };
  zone: string;
  externalId: string;
  /** What else must be so of the person the externalId leads to: attribute path to expression. */
  matches?: Record<string, string>;
  changes: Record<string, ChangeRule>;
}

/** The template cannot be used; each problem names file and path, never a value from a ticket. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

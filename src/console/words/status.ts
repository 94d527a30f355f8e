import type { ViewStatus } from '../../domain/view.js';

/** A shape as well as a colour, because colour alone is not enough (WCAG 1.4.1). */
export type Mark = 'dot' | 'clock' | 'half' | 'check' | 'alert' | 'cross' | 'pause' | 'dash';
export type Tone = 'neutral' | 'active' | 'good' | 'warn' | 'bad';

export interface StatusWord {
  word: string;
  mark: Mark;
  tone: Tone;
  /** For the glossary and for people who meet the word the first time. */
  meaning: string;
}

/** One word per condition, the same on every page, in the API and on the ticket. */
export const STATUS_WORDS: Record<ViewStatus, StatusWord> = {
  received: {
    word: 'received',
    mark: 'dot',
    tone: 'neutral',
    meaning: 'We know of the ticket and are reading it back from its own system.',
  },
  'waiting-approval': {
    word: 'waiting for approval',
    mark: 'clock',
    tone: 'neutral',
    meaning: 'The ticket is not approved in its own system yet. Nothing is sent before that.',
  },
  waiting: {
    word: 'waiting',
    mark: 'clock',
    tone: 'neutral',
    meaning: 'Approved and understood. Its day or hour has not come yet.',
  },
  queued: {
    word: 'queued',
    mark: 'half',
    tone: 'active',
    meaning: 'Due now, and in line to be sent to Microsoft Entra. Leavers go first.',
  },
  sent: {
    word: 'confirming',
    mark: 'half',
    tone: 'active',
    meaning: 'Microsoft Entra accepted the request. We wait until its log proves the change.',
  },
  unconfirmed: {
    word: 'unconfirmed',
    mark: 'alert',
    tone: 'warn',
    meaning: 'Microsoft Entra did not prove the change in time. It is sent again; operations know.',
  },
  applied: {
    word: 'applied',
    mark: 'check',
    tone: 'good',
    meaning: 'Done, and proven by Microsoft Entra’s own log or directory.',
  },
  unchanged: {
    word: 'no change needed',
    mark: 'check',
    tone: 'good',
    meaning: 'The account already was as the ticket asks. Nothing had to change.',
  },
  failed: {
    word: 'failed',
    mark: 'cross',
    tone: 'bad',
    meaning: 'Microsoft Entra refused the change. The request says why and who can cure it.',
  },
  rejected: {
    word: 'rejected',
    mark: 'cross',
    tone: 'bad',
    meaning: 'The ticket was refused, by its approver or because a value cannot be used.',
  },
  held: {
    word: 'needs attention',
    mark: 'pause',
    tone: 'warn',
    meaning: 'Held until somebody decides. The request says who and what.',
  },
  cancelled: {
    word: 'cancelled',
    mark: 'dash',
    tone: 'neutral',
    meaning: 'Withdrawn in the ticket system in time. Nothing more is sent for it.',
  },
  superseded: {
    word: 'superseded',
    mark: 'dash',
    tone: 'neutral',
    meaning: 'A later approved request of the same person took its place.',
  },
};

export const STATUSES = Object.keys(STATUS_WORDS) as ViewStatus[];

export function isStatus(value: unknown): value is ViewStatus {
  return typeof value === 'string' && Object.hasOwn(STATUS_WORDS, value);
}

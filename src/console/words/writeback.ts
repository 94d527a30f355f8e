import type { Mark, Tone } from './status.js';

/** Does the ticket show the truth yet? */
export const WRITEBACK_STATES = ['waiting', 'retrying', 'undeliverable', 'delivered'] as const;
export type WritebackState = (typeof WRITEBACK_STATES)[number] | 'none';

export const WRITEBACK_WORDS: Record<
  WritebackState,
  { word: string; mark: Mark; tone: Tone; meaning: string }
> = {
  none: { word: 'nothing yet', mark: 'dash', tone: 'neutral', meaning: 'Nothing to tell so far.' },
  waiting: {
    word: 'waiting',
    mark: 'half',
    tone: 'active',
    meaning: 'The ticket is about to be told.',
  },
  retrying: {
    word: 'trying again',
    mark: 'alert',
    tone: 'warn',
    meaning: 'The ticket system did not take it; it is tried again by itself.',
  },
  undeliverable: {
    word: 'undeliverable',
    mark: 'cross',
    tone: 'bad',
    meaning: 'The ticket cannot be told, for example because it was deleted or rights are missing.',
  },
  delivered: {
    word: 'delivered',
    mark: 'check',
    tone: 'good',
    meaning: 'The ticket shows the newest status.',
  },
};

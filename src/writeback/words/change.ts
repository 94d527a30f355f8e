import type { Kind } from '../../domain/kind.js';
import type { ChangeFacts } from '../facts.js';

/** What a change does to the account. */
export type Effect = 'create-disabled' | 'create-enabled' | 'enable' | 'update' | 'disable';

export function effectOf({
  kind,
  step,
  patch,
}: Pick<ChangeFacts, 'kind' | 'step' | 'patch'>): Effect {
  if (kind === 'termination') return patch['active'] === true ? 'update' : 'disable';
  if (kind === 'transfer') return patch['active'] === false ? 'disable' : 'update';
  if (patch['active'] === false) return 'create-disabled';
  return step === 'create' ? 'create-enabled' : 'enable';
}

const DONE: Record<Effect, string> = {
  'create-disabled': 'exists and is disabled',
  'create-enabled': 'exists and is enabled',
  enable: 'is enabled',
  update: 'has the new details',
  disable: 'is disabled',
};

const PLANNED: Record<Effect, string> = {
  'create-disabled': 'will be created, disabled,',
  'create-enabled': 'will be created and enabled',
  enable: 'will be enabled',
  update: 'will get the new details',
  disable: 'will be disabled',
};

const HEADLINE: Record<Effect, string> = {
  'create-disabled': 'Account created, disabled',
  'create-enabled': 'Account created and enabled',
  enable: 'Account enabled',
  update: 'Account details changed',
  disable: 'Account disabled',
};

export const tellDone = (effect: Effect): string => DONE[effect];
export const tellPlanned = (effect: Effect): string => PLANNED[effect];
export const headDone = (effect: Effect): string => HEADLINE[effect];

const REQUEST: Record<Kind, string> = {
  hire: 'new account',
  transfer: 'change of details',
  termination: 'disabling of the account',
};

export const tellRequest = (kind: Kind): string => REQUEST[kind];

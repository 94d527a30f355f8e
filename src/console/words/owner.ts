import type { Owner } from '../../domain/reason.js';

const OWNER_WORDS: Record<Owner, string> = {
  'service-desk': 'Service desk',
  manager: 'Manager',
  operations: 'Operations',
  'identity-admin': 'Identity administrator',
  nobody: 'Nobody: it cures itself',
};

export function ownerWord(owner: string): string {
  return OWNER_WORDS[owner as Owner] ?? 'Operations';
}

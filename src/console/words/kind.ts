/** What the ticket asks for, as people say it. */
const KIND_WORDS: Record<string, { noun: string; of: string }> = {
  hire: { noun: 'Hire', of: 'Hire of' },
  transfer: { noun: 'Transfer', of: 'Transfer of' },
  termination: { noun: 'Termination', of: 'Termination of' },
};

export function kindNoun(kind: string | null): string {
  return (kind && KIND_WORDS[kind]?.noun) || 'Not known yet';
}

/** `Termination of Nina Park`; without a person or a kind, as much as is known. */
export function requestTitle(kind: string | null, person: string): string {
  const words = kind ? KIND_WORDS[kind] : undefined;
  if (!words) return person ? `Request for ${person}` : 'Request';
  return person ? `${words.of} ${person}` : words.noun;
}

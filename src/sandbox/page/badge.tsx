const TONES: Record<string, string> = {
  approved: 'good',
  enabled: 'good',
  Confirmed: 'good',
  rejected: 'bad',
  cancelled: 'bad',
  disabled: 'bad',
  requested: 'waiting',
};

/** The colour repeats what the word says. */
export function Badge({ text }: { text: string }) {
  return <span class={`badge ${TONES[text] ?? ''}`}>{text}</span>;
}

const STORED = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/;

/** `2026-11-23 09:00:00`, always UTC as a value (fact sheet 1.2); null for anything else. */
export function utc(text: string): number | null {
  const match = STORED.exec(text);
  const at = match ? Date.parse(`${match[1]}T${match[2]}Z`) : NaN;
  // Date.parse takes 30 February for 2 March.
  return !Number.isNaN(at) && utcText(at) === text ? at : null;
}

/** The form in which the Table API takes an instant. */
export function utcText(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

import type { RequestRows } from '../queries/request-rows.js';
import { asText, readObject } from '../read-json.js';

export interface DataLine {
  attribute: string;
  before: string;
  wanted: string;
  sent: string;
  /** Does the log name it as modified? */
  reported: boolean;
  changed: boolean;
}

export interface DataStep {
  step: string;
  person: string;
  state: string;
  lines: DataLine[];
}

/** What the ticket asks for, against what was known before, sent and reported; changes first. */
export function dataSteps(rows: RequestRows): DataStep[] {
  return rows.changes.map((change) => {
    const wanted = readObject(change.patch);
    const before = readObject(change.baseline);
    const attempt = rows.attempts.find((one) => one.id === change.attempt_id);
    const sent = readObject(attempt?.record ?? null);
    const reported = modifiedNames(rows, attempt?.id);
    const attributes = [...new Set([...Object.keys(wanted), ...Object.keys(sent)])];
    const lines = attributes.map((attribute) => ({
      attribute,
      before: asText(before[attribute]),
      wanted: asText(wanted[attribute]),
      sent: asText(sent[attribute]),
      reported: reported.has(attribute),
      changed: attribute in wanted && asText(before[attribute]) !== asText(wanted[attribute]),
    }));
    lines.sort((a, b) => Number(b.changed) - Number(a.changed));
    return { step: change.step, person: change.external_id, state: change.state, lines };
  });
}

function modifiedNames(rows: RequestRows, attemptId: string | undefined): Set<string> {
  const names = new Set<string>();
  for (const row of rows.evidence) {
    if (row.attempt_id !== attemptId) continue;
    const modified = readObject(row.detail)['modified'];
    if (Array.isArray(modified)) for (const name of modified) names.add(asText(name));
  }
  return names;
}

export interface Answer {
  question: string;
  answer: string;
}

/** The form's answers as the ticket system gave them. */
export function ticketAnswers(snapshot: string | null): Answer[] {
  const vars = readObject(JSON.stringify(readObject(snapshot)['vars'] ?? {}));
  return Object.entries(vars).map(([question, value]) => ({ question, answer: answerText(value) }));
}

function answerText(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} rows`;
  if (value !== null && typeof value === 'object') {
    return asText((value as Record<string, unknown>)['name']);
  }
  return asText(value);
}

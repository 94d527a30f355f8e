import type { ConnectorAnswer, ConnectorRequest, Exchange } from '../../src/kit/index.js';

export type Answer = (request: ConnectorRequest) => ConnectorAnswer;

/** Runs a conversation to its end against anything that answers. */
export function drive<T>(
  talk: Exchange<T>,
  answer: Answer,
): { value: T; asked: ConnectorRequest[] } {
  const asked: ConnectorRequest[] = [];
  let turn = talk.next();
  while (!turn.done) {
    asked.push(turn.value);
    turn = talk.next(answer(turn.value));
  }
  return { value: turn.value, asked };
}

/** A list of the Table API, as it stands in `sysparm_display_value=all` or as plain values. */
export function list(rows: object[], total: number | null = rows.length): ConnectorAnswer {
  const headers: Record<string, string> = total === null ? {} : { 'x-total-count': String(total) };
  return { status: 200, headers, body: { result: rows } };
}

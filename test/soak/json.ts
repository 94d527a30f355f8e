import type { HttpAnswer } from '../../src/ports/http.js';

export function json(value: unknown): HttpAnswer {
  return { is: 'answer', status: 200, headers: {}, body: JSON.stringify(value) };
}

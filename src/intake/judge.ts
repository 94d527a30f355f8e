import type { Connector, Hint, Ignored, Refusal, Settings, TicketRef } from '../kit/index.js';
import { hintErrors } from './hint-errors.js';
import type { FieldError, ProblemType } from './problem.js';
import { readStrictJson } from './strict-json.js';

/** What becomes of a proven delivery. */
export type Judgement =
  | { is: 'accepted'; event: string; tickets: readonly TicketRef[] }
  | {
      is: 'refused';
      problem: ProblemType;
      errors: readonly FieldError[];
      ticket?: TicketRef | undefined;
    };

export interface JudgedBy {
  connector: Connector;
  settings: Settings;
  /** Told of a connector that threw: a bug there must not lose the delivery. */
  onFault: (error: unknown) => void;
}

export function judge(bytes: Uint8Array, { connector, settings, onFault }: JudgedBy): Judgement {
  const json = readStrictJson(bytes);
  if (json.is === 'refused') return json;
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value)) {
    return refused('validation-failed', [{ pointer: '', code: 'expected-object' }]);
  }
  try {
    const said = connector.parse(json.value, settings);
    return said.is === 'refusal' ? refuse(said) : accept(said);
  } catch (error) {
    onFault(error);
    return refused('connector-failed', []);
  }
}

/** A ticket whose id could not be asked for safely is as good as none. */
function refuse({ problem, errors, ticket }: Refusal): Judgement {
  const usable = ticket && hintErrors([ticket]).length === 0;
  return { is: 'refused', problem, errors, ...(usable ? { ticket } : {}) };
}

function accept(said: Hint | Ignored): Judgement {
  if (said.is === 'ignored') return { is: 'accepted', event: `ignored: ${said.why}`, tickets: [] };
  const errors = hintErrors(said.tickets);
  if (errors.length > 0) return refused('validation-failed', errors);
  return { is: 'accepted', event: said.event, tickets: said.tickets };
}

function refused(problem: ProblemType, errors: readonly FieldError[]): Judgement {
  return { is: 'refused', problem, errors };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  Connector,
  ConnectorAnswer,
  ConnectorRequest,
  Hint,
  Ignored,
  ReadOrder,
  Refusal,
  Settings,
  TicketRef,
  TicketSnapshot,
  WritebackOrder,
  WritebackResult,
} from '../../src/kit/index.js';

export const ROOT = 'connectors';

export interface Step {
  request: Partial<ConnectorRequest>;
  answer: { status: number; headers?: Record<string, string>; body: unknown };
}

export interface DeliveryExample {
  settings: Settings;
  body: unknown;
  says: Hint | Refusal | Ignored;
}

export interface ReadExample {
  settings: Settings;
  orders: ReadOrder[];
  exchange: Step[];
  /** Names of the `.ticket.json` files that come out. */
  tickets: string[];
}

export interface SweepExample {
  settings: Settings;
  since: string;
  catalogItems: string[];
  exchange: Step[];
  finds: TicketRef[];
}

export interface WritebackExample {
  settings: Settings;
  /** Name of a `.ticket.json` file. */
  ticket: string;
  order: Omit<WritebackOrder, 'ticket'>;
  exchange: Step[];
  result: WritebackResult;
}

export function folders(): string[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

export async function connectorIn(folder: string): Promise<Connector> {
  const path = `../../${ROOT}/${folder}/index.js`;
  return ((await import(path)) as { connector: Connector }).connector;
}

/** Name and content of every example of one kind. */
export function examples<T>(folder: string, kind: string): [name: string, example: T][] {
  const ending = `.${kind}.json`;
  const files = readdirSync(join(ROOT, folder, 'examples')).filter((one) => one.endsWith(ending));
  return files.map((file) => [file, readExample<T>(folder, file)]);
}

export function ticketNamed(folder: string, name: string): TicketSnapshot {
  return readExample(folder, `${name}.ticket.json`);
}

function readExample<T>(folder: string, file: string): T {
  return JSON.parse(readFileSync(join(ROOT, folder, 'examples', file), 'utf8')) as T;
}

/** Answers in the order written down, and checks that the questions are those written down. */
export function script(steps: readonly Step[]): {
  answer: (request: ConnectorRequest) => ConnectorAnswer;
  left: () => number;
} {
  let at = 0;
  return {
    answer(request) {
      const step = steps[at++];
      if (!step) throw new Error(`nobody wrote down ${request.method} ${request.path}`);
      expect(request).toMatchObject(step.request);
      return { headers: {}, ...step.answer };
    },
    left: () => steps.length - at,
  };
}

/** A connector that changes what it is given is not pure. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

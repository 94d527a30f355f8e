import express, { type Request, type Response, type Router } from 'express';
import type { TurnableClock } from './clock.js';
import { type ClockChange, readClockChange } from './control/read-clock.js';
import { turnClock } from './control/turn-clock.js';
import { refuse } from './problem.js';
import type { Scenario, ServiceNowSandbox } from './servicenow/index.js';
import { SCENARIOS } from './servicenow/scenarios.js';
import type { StandIn } from './stand-in.js';
import type { SandboxState } from './state.js';

export interface ControlParts {
  state: SandboxState;
  clock: Pick<TurnableClock, 'now' | 'advance'>;
  standIns: readonly StandIn[];
  servicenow: ServiceNowSandbox;
  /** Applies delays to Entra; answers the delays in force. */
  tempo: (change: ClockChange) => object;
}

/** `/sandbox/...`: history, clock, faults, settings and scenarios, for checkers and drills. */
export function controlRoutes(parts: ControlParts): Router {
  const router = express.Router();
  router.get('/history', (request, response) => sendHistory(parts.state, request, response));
  router.get('/clock', (_, response) => void response.json(clockNow(parts, { advanceMs: 0 })));
  router.post('/clock', (request, response) => void response.json(turn(parts, bodyOf(request))));
  router.get('/faults', (_, response) => void response.json(allFaults(parts)));
  router.post('/faults', (request, response) => {
    addFault(parts, bodyOf(request));
    response.status(201).json(allFaults(parts));
  });
  router.delete('/faults{/:id}', (request, response) => {
    for (const standIn of parts.standIns) standIn.clearFaults(request.params['id']);
    response.status(204).end();
  });
  router.get('/settings', (_, response) => void response.json(allSettings(parts)));
  router.post('/settings', (request, response) => {
    configure(parts, bodyOf(request));
    response.json(allSettings(parts));
  });
  router.post('/scenarios', (request, response) => {
    response.json({ items: parts.servicenow.scenario(readScenario(bodyOf(request))) });
  });
  return router;
}

type Raw = Record<string, unknown>;

function bodyOf(request: Request): Raw {
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    refuse('The body is not JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw;
  return refuse('The body is not a JSON object');
}

function sendHistory(state: SandboxState, request: Request, response: Response): void {
  const after = Number(request.query['after'] ?? 0);
  if (!Number.isInteger(after) || after < 0) refuse('after: expected a sequence number');
  response.type('application/x-ndjson');
  for (const { seq, json } of state.history(after)) {
    response.write(`{"seq":${seq},${json.slice(1)}\n`);
  }
  response.end();
}

function turn(parts: ControlParts, raw: Raw): object {
  const change = readClockChange(raw, parts.clock.now());
  turnClock(parts.state, parts.clock, change.advanceMs);
  return clockNow(parts, change);
}

function clockNow(parts: ControlParts, change: ClockChange): object {
  const now = parts.clock.now();
  return { now: new Date(now).toISOString(), nowMs: now, ...parts.tempo(change) };
}

function standIn(parts: ControlParts, name: unknown): StandIn {
  const found = parts.standIns.find((one) => one.name === name);
  const names = parts.standIns.map((one) => one.name).join(', ');
  return found ?? refuse(`system: expected one of ${names}`);
}

function addFault(parts: ControlParts, raw: Raw): void {
  const { system, ...fault } = raw;
  standIn(parts, system).addFault(fault);
  parts.state.record({ at: parts.clock.now(), system: 'sandbox', op: 'fault', ...{ fault: raw } });
}

function allFaults(parts: ControlParts): object[] {
  return parts.standIns.flatMap((one) =>
    one.faults().map((fault) => ({ system: one.name, ...fault })),
  );
}

function allSettings(parts: ControlParts): Raw {
  return Object.fromEntries(parts.standIns.map((one) => [one.name, one.settings()]));
}

/** `{ servicenow: {...}, entra: {...} }`, each only what is to change. */
function configure(parts: ControlParts, raw: Raw): void {
  for (const [name, change] of Object.entries(raw)) {
    if (typeof change !== 'object' || change === null) refuse(`${name}: expected an object`);
    standIn(parts, name).configure(change);
  }
}

function readScenario(raw: Raw): Scenario {
  const { name, item } = raw;
  if (!SCENARIOS.some((known) => known === name)) {
    refuse(`name: expected one of ${SCENARIOS.join(', ')}`);
  }
  if (item !== undefined && typeof item !== 'string') refuse('item: expected a sys_id or number');
  return item === undefined
    ? { name: name as Scenario['name'] }
    : { name: name as Scenario['name'], item };
}

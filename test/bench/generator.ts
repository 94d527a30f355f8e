import { randomBytes } from 'node:crypto';
import { answerParent } from './answer-parent.js';
import { quantile } from './figures.js';
import { Caller } from './caller.js';
import { renderDelivery } from './render-delivery.js';

interface Fire {
  ms: number;
}

interface Load {
  ports: number[];
  inFlight: number;
  /** Made and signed beforehand. */
  deliveries: number;
}

export interface Fired {
  /** With 2xx. */
  answered: number;
  others: Record<string, number>;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
}

let ready: Buffer[] = [];
let callers: Caller[] = [];

/** Keeps so many deliveries in flight, each connection waiting for its answer before it goes on. */
answerParent({
  prepare({ ports, inFlight, deliveries }: Load) {
    const ids = Array.from({ length: deliveries }, () => randomBytes(16).toString('hex'));
    ready = ids.map((id, index) => renderDelivery(id, index));
    callers = Array.from({ length: inFlight }, (_, at) => new Caller(ports[at % ports.length]!));
  },
  async fire({ ms }: Fire): Promise<Fired> {
    const from = performance.now();
    const told = await Promise.all(callers.map((caller) => keepCalling(caller, from + ms)));
    const seconds = (performance.now() - from) / 1000;
    const waits = Float64Array.from(told.flatMap(({ waits }) => waits)).sort();
    return {
      ...{ answered: waits.length, others: sum(told.map(({ others }) => others)), seconds },
      ...{ p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99) },
    };
  },
});

async function keepCalling(caller: Caller, until: number) {
  const waits: number[] = [];
  const others: Record<string, number> = {};
  for (let from = performance.now(); from < until; from = performance.now()) {
    const delivery = ready.pop();
    if (!delivery) throw new Error('too few deliveries were prepared');
    const status = await caller.call(delivery);
    if (status >= 200 && status < 300) waits.push(performance.now() - from);
    else others[status] = (others[status] ?? 0) + 1;
  }
  return { waits, others };
}

function sum(all: Record<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const one of all) {
    for (const [key, count] of Object.entries(one)) total[key] = (total[key] ?? 0) + count;
  }
  return total;
}

import { Router } from 'express';
import { Gauge, Registry } from 'prom-client';
import type { Clock } from '../ports/clock.js';
import type { Reader, Store } from '../ports/store.js';
import { lateLeavers } from './queries/late-leavers.js';
import * as measure from './queries/measure.js';

/** `/metrics`, worked out from the store at each scrape: a restart loses nothing. */
export function createMetrics({ store, clock }: { store: Store; clock: Clock }): Router {
  const router = Router();
  router.get('/metrics', async (_request, response) => {
    const registry = await measureAll(store.read, clock.now());
    response.set({ 'Cache-Control': 'no-store', 'Content-Type': registry.contentType });
    response.end(await registry.metrics());
  });
  return router;
}

/** A registry of its own per scrape, so that two at once do not mix and a gone label goes. */
async function measureAll(read: Reader, now: number): Promise<Registry> {
  const registry = new Registry();
  const put = (name: string, help: string, values: measure.Labelled[], labelNames: string[] = []) =>
    setAll(new Gauge({ name, help, labelNames, registers: [registry] }), values);
  const one = (value: number) => [{ labels: {}, value }];

  put('jml_tickets', 'Tickets by state', await measure.ticketsByState(read), ['state']);
  const changes = await measure.changesByKind(read);
  put('jml_changes', 'Changes by kind and state', changes, ['kind', 'state']);
  const uploads = await measure.uploadsOfDay(read, now);
  put('jml_uploads_24h', 'Upload calls begun in 24 hours', uploads, ['target', 'state']);
  const open = await measure.attentionByCause(read);
  put('jml_attention_open', 'Open matters that need a human', open, ['cause']);
  const late = await lateLeavers(read, now);
  put('jml_late_leavers', 'Leavers past their deadline without proof', one(late.length));

  const lanes = await measure.queueByLane(read, now);
  const waiting = lanes.map(({ labels, waiting: value }) => ({ labels, value }));
  put('jml_queue_people', 'People waiting to be sent', waiting, ['target', 'lane']);
  const oldest = lanes.map(({ labels, oldestSeconds: value }) => ({ labels, value }));
  put('jml_queue_oldest_seconds', 'Age of the oldest in the queue', oldest, ['target', 'lane']);

  const behind = await measure.writebacksBehind(read, now);
  put('jml_writebacks_waiting', 'Tickets that do not show the truth yet', one(behind.waiting));
  const help = 'Age of the oldest view not shown yet';
  put('jml_writebacks_oldest_seconds', help, one(behind.oldestSeconds));
  return registry;
}

function setAll(gauge: Gauge, values: measure.Labelled[]): void {
  for (const { labels, value } of values) gauge.set(labels, value);
}

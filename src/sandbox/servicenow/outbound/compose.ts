import type { FaultEffect, FaultList } from '../faults.js';
import type { Job } from '../jobs.js';
import type { Platform } from '../platform.js';
import { sysIdOf, valueOf } from '../row.js';
import type { Outbox, Outgoing } from './outbox.js';
import { broken, payloadOf } from './payload.js';
import { signatureHeaders } from './sign.js';

type WebhookJob = Extract<Job, { kind: 'webhook' }>;

/** The asynchronous rule runs: it reads the record now, builds the call, and hands it over. */
export function composeWebhook(
  platform: Platform,
  outbox: Outbox,
  faults: FaultList,
  job: WebhookJob,
): void {
  const item = platform.db.table('sc_req_item').get(job.item);
  if (!item || platform.settings.webhook.url === '') return;
  const effect = faults.strike('webhook', { method: 'POST', table: 'sc_req_item' });
  const instance = job.instance ?? platform.settings.webhook.instance;
  const plain = payloadOf(platform, item, job.event, instance);
  const body = effect?.is === 'brokenJson' ? broken(plain) : plain;
  const webhookId = `msg_${sysIdOf(item)}_${job.event.replaceAll('.', '-')}_${job.run}`;
  enqueue(platform, outbox, effect, {
    ...{ dueAt: platform.clock.now(), url: platform.settings.webhook.url, webhookId, body },
    ...{ event: job.event, item: sysIdOf(item), number: valueOf(item, 'number'), attempts: 0 },
    headers: headersOf(platform, webhookId, body),
  });
}

function enqueue(
  platform: Platform,
  outbox: Outbox,
  effect: FaultEffect | undefined,
  call: Omit<Outgoing, 'id'>,
): void {
  if (effect?.is === 'lose') return recordWebhook(platform, call, 'lost');
  if (effect?.is === 'reorder') return outbox.add({ ...call, held: true });
  const late = effect?.is === 'delay' ? effect.ms : 0;
  const copies = effect?.is === 'duplicate' ? (effect.copies ?? 2) : 1;
  const dueAt = call.dueAt + late;
  for (let copy = 0; copy < copies; copy++) outbox.add({ ...call, dueAt });
  outbox.releaseAfter(dueAt);
}

export function recordWebhook(
  platform: Platform,
  call: Omit<Outgoing, 'id'>,
  status: number | string,
): void {
  platform.record('webhook', {
    ...{ url: call.url, id: call.webhookId, event: call.event, status, attempt: call.attempts + 1 },
    ...{ sys_id: call.item, number: call.number },
  });
}

/** O5: by signature, static header or basic; an OAuth token is fetched when the call leaves. */
function headersOf(platform: Platform, id: string, body: string): Record<string, string> {
  const { webhook } = platform.settings;
  const seconds = Math.floor(platform.clock.now() / 1000);
  const common = { 'content-type': 'application/json', 'user-agent': 'ServiceNow/1.0' };
  switch (webhook.auth) {
    case 'signature':
      return { ...common, ...signatureHeaders(webhook, id, seconds, body) };
    case 'header':
      return { ...common, 'webhook-id': id, [webhook.headerName]: webhook.headerValue };
    case 'basic': {
      const pair = Buffer.from(`${webhook.user}:${webhook.password}`).toString('base64');
      return { ...common, 'webhook-id': id, authorization: `Basic ${pair}` };
    }
    default:
      return { ...common, 'webhook-id': id };
  }
}

import { Webhook } from 'standardwebhooks';
import { SECRET } from './drill-config.js';

/** Posts a delivery of a proven sender, and gives its answer. */
export function postSigned(port: number, now: number, body: object): Promise<Response> {
  const text = JSON.stringify(body);
  const id = `msg_${now}`;
  const at = new Date(now);
  return fetch(`http://127.0.0.1:${port}/webhooks/servicenow-sandbox`, {
    method: 'POST',
    body: text,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now / 1000)),
      'webhook-signature': new Webhook(SECRET).sign(id, at, text),
    },
  });
}

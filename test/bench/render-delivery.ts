import { signatureHeaders } from '../../src/sandbox/servicenow/outbound/sign.js';
import { DEFAULT_SETTINGS } from '../../src/sandbox/servicenow/index.js';
import { SECRET } from '../kill-loop/drill-config.js';

const webhook = { ...DEFAULT_SETTINGS.webhook, secret: SECRET };

/** The bytes of a delivery as the stand-in for ServiceNow sends it, about a ticket of its own. */
export function renderDelivery(sysId: string, index: number): Buffer {
  const number = `RITM${String(index).padStart(10, '0')}`;
  const about = { sys_id: sysId, number, table: 'sc_req_item', event: 'approval.approved' };
  const body = JSON.stringify({ ...about, instance: webhook.instance });
  const seconds = Math.floor(Date.now() / 1000);
  const headers = {
    ...{ host: '127.0.0.1', 'content-type': 'application/json', 'user-agent': 'ServiceNow/1.0' },
    'content-length': String(Buffer.byteLength(body)),
    ...signatureHeaders(webhook, `msg_${sysId}`, seconds, body),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const post = 'POST /webhooks/servicenow-sandbox HTTP/1.1\r\n';
  return Buffer.from(`${post}${lines.join('')}\r\n${body}`);
}

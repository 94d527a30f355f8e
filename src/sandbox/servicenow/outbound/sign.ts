import { createHmac } from 'node:crypto';
import type { WebhookSettings } from '../settings.js';

/** O4: `CertificateEncryption.generateMac`: the key is base64, and so is the result. */
export function generateMac(base64Key: string, text: string, charset: BufferEncoding): string {
  const key = Buffer.from(base64Key, 'base64');
  return createHmac('sha256', key).update(Buffer.from(text, charset)).digest('base64');
}

/** Every other character than ASCII as `\uXXXX`, so that no encoding can change the bytes. */
export function toAscii(text: string): string {
  return text.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Standard Webhooks, one entry for each key that is in force. */
export function signatureHeaders(
  settings: WebhookSettings,
  id: string,
  seconds: number,
  body: string,
): Record<string, string> {
  const charset = settings.charset === 'latin1' ? 'latin1' : 'utf8';
  const signatures = settings.secret
    .split(/\s+/)
    .filter((secret) => secret !== '')
    .map((secret) => {
      const key = secret.replace(/^whsec_/, '');
      return `v1,${generateMac(key, `${id}.${seconds}.${body}`, charset)}`;
    });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  };
}

import { variablesOf } from '../catalog/variables.js';
import type { Platform } from '../platform.js';
import { type Row, sysIdOf, valueOf } from '../row.js';
import { toAscii } from './sign.js';

/** Thin by default; fat adds the answers, as they are when the rule runs and not when it fired (O1). */
export function payloadOf(platform: Platform, item: Row, event: string, instance: string): string {
  const { webhook } = platform.settings;
  const thin = {
    ...{ sys_id: sysIdOf(item), number: valueOf(item, 'number'), table: 'sc_req_item' },
    ...{ event, instance },
  };
  const fat = {
    ...{ approval: valueOf(item, 'approval'), state: valueOf(item, 'state') },
    ...{ sys_mod_count: valueOf(item, 'sys_mod_count'), stage: valueOf(item, 'stage') },
    variables: variablesOf(platform.db, sysIdOf(item)),
  };
  const body = JSON.stringify(webhook.body === 'fat' ? { ...thin, ...fat } : thin);
  return webhook.charset === 'ascii' ? toAscii(body) : body;
}

/** As hand-built string concatenation breaks it (itsm-platforms 3.7): a bare quote and line break. */
export function broken(body: string): string {
  return body.replace('"event":"', '"event":""\n');
}

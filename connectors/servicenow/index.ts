import { defineConnector } from '../../src/kit/index.js';
import { parse } from './parse.js';
import { read } from './read.js';
import { settings } from './settings.js';
import { sweep } from './sweep.js';
import { writeback } from './writeback.js';

export const connector = defineConnector({
  name: 'servicenow',
  title: 'ServiceNow',
  settings,
  auth: ['basic', 'header', 'oauth-client-credentials'],
  tokenPath: '/oauth_token.do',
  // The interface pool has four threads per node for everybody (fact sheet 2.4).
  concurrency: 2,
  readBatch: 50,
  parse,
  read,
  sweep,
  writeback,
  ticketUrl: (ticket) =>
    `/nav_to.do?uri=${encodeURIComponent(`sc_req_item.do?sys_id=${ticket.ref}`)}`,
});

import { defineConnector } from '../../src/kit/index.js';
import { parse, revisionOf } from './parse.js';
import { pathOf } from './path.js';
import { read } from './read.js';
import { settings } from './settings.js';
import { sweep } from './sweep.js';
import { writeback } from './writeback.js';

/** For any system that can post our own JSON: the smallest connector, and the one to copy. */
export const connector = defineConnector({
  name: 'generic',
  title: 'Generic webhook',
  settings,
  auth: ['none', 'basic', 'bearer', 'header', 'standard-webhooks'],
  concurrency: 4,
  // One at a time: an answer that makes no sense holds up nobody else's ticket.
  readBatch: 1,
  parse,
  revisionOf,
  read,
  sweep,
  writeback,
  ticketUrl: (ticket, given) => pathOf(given['ticketPath'], ticket.ref) ?? '',
});

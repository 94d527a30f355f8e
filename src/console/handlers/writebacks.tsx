import type { RequestHandler } from 'express';
import { shellOf, type Context } from '../context.js';
import { readPageWish } from '../cursor.js';
import { readFilters } from '../filters.js';
import { Writebacks } from '../pages/writebacks.js';
import { countWritebacks, listWritebacks } from '../queries/writebacks.js';
import { sendPage } from '../render.js';

export function writebacksHandler(context: Context): RequestHandler {
  return async (request, response) => {
    const { store, clock } = context;
    const now = clock.now();
    const { writeback, connection } = readFilters(request.query);
    const filters = { ...(writeback && { writeback }), ...(connection && { connection }) };
    const page = await listWritebacks(store.read, filters, readPageWish(request.query), now);
    const counts = await countWritebacks(store.read);
    sendPage(request, response, {
      shell: await shellOf(context, request, 'Writebacks', '/writebacks'),
      shown: [page.rows, [...counts]],
      content: <Writebacks {...{ page, counts, filters, now }} />,
    });
  };
}

import type { RequestHandler } from 'express';
import { shellOf, type Context } from '../context.js';
import { readPageWish } from '../cursor.js';
import { readFilters } from '../filters.js';
import type { RequestRow } from '../models/request-row.js';
import { Requests } from '../pages/requests.js';
import { listRequests } from '../queries/requests.js';
import { sendPage } from '../render.js';
import { STATUS_WORDS } from '../words/status.js';
import { WRITEBACK_WORDS } from '../words/writeback.js';

export function requestsHandler(context: Context): RequestHandler {
  return async (request, response) => {
    const now = context.clock.now();
    const filters = readFilters(request.query);
    const wish = readPageWish(request.query);
    const page = await listRequests(context.store.read, filters, wish, now);
    const connections = [...context.connections.keys()];
    sendPage(request, response, {
      shell: await shellOf(context, request, 'Requests', '/requests'),
      shown: page.rows,
      cells: Object.fromEntries(page.rows.map((row) => [row.id, cellsOf(row)])),
      content: <Requests {...{ page, filters, connections, now }} rowsPerPage={wish.size} />,
    });
  };
}

function cellsOf(row: RequestRow): Record<string, string> {
  return {
    status: STATUS_WORDS[row.status].word,
    headline: row.headline,
    writeback: WRITEBACK_WORDS[row.writeback].word,
  };
}

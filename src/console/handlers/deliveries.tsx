import type { RequestHandler } from 'express';
import { shellOf, type Context } from '../context.js';
import { readPageWish } from '../cursor.js';
import { readFilters } from '../filters.js';
import { Deliveries } from '../pages/deliveries.js';
import { listDeliveries, type DeliveryFilters } from '../queries/deliveries.js';
import { sendPage } from '../render.js';

export function deliveriesHandler(context: Context): RequestHandler {
  return async (request, response) => {
    const { connection } = readFilters(request.query);
    const filters: DeliveryFilters = {
      ...(request.query['all'] === 'yes' && { all: 'yes' }),
      ...(connection && { connection }),
    };
    const page = await listDeliveries(context.store.read, filters, readPageWish(request.query));
    sendPage(request, response, {
      shell: await shellOf(context, request, 'Deliveries', '/deliveries'),
      shown: page.rows,
      content: <Deliveries page={page} filters={filters} now={context.clock.now()} />,
    });
  };
}

import type { RequestHandler } from 'express';
import { shellOf, type Context } from '../context.js';
import { Attention } from '../pages/attention.js';
import { listAttention } from '../queries/attention.js';
import { sendPage } from '../render.js';

export function attentionHandler(context: Context): RequestHandler {
  return async (request, response) => {
    const groups = await listAttention(context.store.read);
    sendPage(request, response, {
      shell: await shellOf(context, request, 'Attention', '/attention'),
      shown: groups,
      content: <Attention groups={groups} now={context.clock.now()} />,
    });
  };
}

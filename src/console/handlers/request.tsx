import type { RequestHandler } from 'express';
import { shellOf, type Context } from '../context.js';
import { NotFound } from '../pages/message.js';
import { Request, TABS, type Tab } from '../pages/request.js';
import { sendPage } from '../render.js';
import { loadDetail } from './load-detail.js';

export function requestHandler(context: Context): RequestHandler<{ id: string; tab?: string }> {
  return async (request, response, next) => {
    const tab = TABS.find((one) => one === (request.params.tab ?? 'timeline'));
    const detail = await loadDetail(context, request.params.id);
    if (!tab) return next();
    if (!detail) {
      const shell = await shellOf(context, request as never, 'Not found', '/requests');
      return sendPage(request as never, response, { status: 404, shell, content: <NotFound /> });
    }
    const shell = await shellOf(context, request as never, detail.number, '/requests');
    sendPage(request as never, response, {
      shell,
      shown: detail,
      content: <Request request={detail} tab={tab satisfies Tab} now={context.clock.now()} />,
    });
  };
}

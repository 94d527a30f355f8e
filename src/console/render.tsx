import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Layout } from './parts/layout.js';
import type { Shell } from './parts/shell.js';

export interface Page {
  status?: number;
  shell: Omit<Shell, 'revision'>;
  /** What the page shows, without anything that changes by the mere passing of time. */
  shown?: unknown;
  /** Known cells by row, for live updates of a list. */
  cells?: Record<string, Record<string, string>>;
  content: JSX.Element;
}

/**
 * Answers with the page, or, asked with `since`, with whether it changed, or what the top bar counts:
 * 204 when not. Live updates carry text only, never markup.
 */
export function sendPage(request: Request, response: Response, page: Page): void {
  const content = page.shown === undefined ? null : digest(page.shown);
  const { counts } = page.shell;
  const revision = content && content + digest(counts);
  const since = request.query['since'];
  if (content !== null && typeof since === 'string') {
    if (since === revision) response.status(204).end();
    else {
      const changed = !since.startsWith(content);
      response.json({ revision, counts, changed, cells: page.cells ?? null });
    }
    return;
  }
  const shell = { ...page.shell, revision };
  const markup = renderToString(<Layout shell={shell}>{page.content}</Layout>);
  response
    .status(page.status ?? 200)
    .type('html')
    .send(`<!doctype html>${markup}`);
}

function digest(shown: unknown): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 16);
}

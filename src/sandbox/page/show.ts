import type { Response } from 'express';
import type { VNode } from 'preact';
import { valueOf } from '../servicenow/row.js';
import type { Option } from './field.js';
import { NotFoundPage } from './not-found-page.js';
import type { FormOptions } from './order-page.js';
import type { PageParts } from './parts.js';
import { renderPage } from './render.js';

export function showPage(response: Response, page: VNode, status = 200): void {
  response.status(status).type('html').end(renderPage(page));
}

export function showNotFound(parts: PageParts, response: Response, what: string): void {
  showPage(response, NotFoundPage({ now: isoNow(parts), what }), 404);
}

export const isoNow = (parts: PageParts): string => new Date(parts.clock.now()).toISOString();

const SERVICE_USERS = new Set(['admin', 'jml.bridge']);

/** People and sites to choose from, by name. */
export function options(parts: PageParts): FormOptions {
  const { desk } = parts.servicenow;
  const users = desk
    .users()
    .filter((user) => !SERVICE_USERS.has(valueOf(user, 'user_name')))
    .map((user) => ({
      value: valueOf(user, 'sys_id'),
      label: `${valueOf(user, 'name')} (${valueOf(user, 'title')})`,
    }));
  const sites = desk
    .sites()
    .map((site) => ({ value: valueOf(site, 'sys_id'), label: valueOf(site, 'name') }));
  return { users: byLabel(users), sites: byLabel(sites) };
}

/** Who may raise a request, by user name. */
export function agents(parts: PageParts): Option[] {
  const users = parts.servicenow.desk.users();
  return byLabel(
    users.map((user) => ({ value: valueOf(user, 'user_name'), label: valueOf(user, 'name') })),
  );
}

const byLabel = (list: Option[]): Option[] =>
  list.sort((a, b) => a.label.localeCompare(b.label, 'en'));

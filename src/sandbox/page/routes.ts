import express, { type Request, type Response, type Router } from 'express';
import { readClockChange } from '../control/read-clock.js';
import { missingVariables } from '../servicenow/catalog/missing-variables.js';
import { type CatalogItem, catalogItem } from '../servicenow/catalog/questions.js';
import { type Row, valueOf } from '../servicenow/row.js';
import { DirectoryPage } from './directory-page.js';
import { formOf } from './form.js';
import { HomePage } from './home-page.js';
import { milestonesOf } from './milestones.js';
import { OrderPage } from './order-page.js';
import type { PageParts } from './parts.js';
import { publicFolder } from './public-files.js';
import { securityHeaders } from './security-headers.js';
import { agents, isoNow, options, showNotFound, showPage } from './show.js';
import { ticketRoutes } from './ticket-routes.js';
import { TimePage } from './time-page.js';

/** The pages on which a person plays requester, manager and agent. They work without script. */
export function pageRoutes(parts: PageParts): Router {
  const router = express.Router();
  router.use('/sandbox/assets', express.static(publicFolder(), { index: false, maxAge: 0 }));
  router.use(securityHeaders);
  router.get('/', (_, response) => showHome(parts, response));
  router.get('/sandbox/order/:item', (request, response) => order(parts, request, response));
  router.post('/sandbox/order/:item', (request, response) => order(parts, request, response));
  router.use('/sandbox/tickets', ticketRoutes(parts));
  router.get('/sandbox/directory', (_, response) => {
    showPage(response, DirectoryPage({ now: isoNow(parts), users: parts.directory() }));
  });
  router.get('/sandbox/time', (_, response) => showTime(parts, response));
  router.post('/sandbox/time', (request, response) => {
    const { advanceMs } = readClockChange(formOf(request), parts.clock.now());
    parts.turnClock(advanceMs);
    response.redirect(303, '/sandbox/time');
  });
  // Where the bridge and people look for a ticket of a real instance.
  router.get(['/servicenow/sc_req_item.do', '/servicenow/nav_to.do'], (request, response) => {
    response.redirect(302, `/sandbox/tickets/${ticketIn(request)}`);
  });
  return router;
}

/** `sc_req_item.do?sys_id=…`, by itself or as the `uri` of `nav_to.do`. */
function ticketIn(request: Request): string {
  const text = `${JSON.stringify(request.query)}`;
  return /sys_id(?:=|":")([0-9a-f]{32})/.exec(text)?.[1] ?? 'unknown';
}

function showHome(parts: PageParts, response: Response): void {
  const { desk } = parts.servicenow;
  const stateLabel = (item: Row): string => desk.labelOf('sc_req_item', 'state', item);
  const personIn = (item: Row): string => desk.subjectOf(desk.variables(item));
  showPage(response, HomePage({ now: isoNow(parts), items: desk.items(), stateLabel, personIn }));
}

function showTime(parts: PageParts, response: Response): void {
  const milestones = milestonesOf(parts.servicenow.desk, parts.clock.now());
  showPage(response, TimePage({ now: isoNow(parts), milestones }));
}

function order(parts: PageParts, request: Request, response: Response): void {
  const item = catalogItem(String(request.params['item']));
  if (!item) return showNotFound(parts, response, 'No such catalog item.');
  const posted = request.method === 'POST';
  const values = posted ? formOf(request) : {};
  const errors = posted ? missingVariables(item, values) : [];
  if (posted && errors.length === 0) return placed(parts, item, values, response);
  const page = { now: isoNow(parts), item, values, errors, agents: agents(parts) };
  showPage(response, OrderPage({ ...page, ...options(parts) }), posted ? 422 : 200);
}

function placed(parts: PageParts, item: CatalogItem, values: Row, response: Response): void {
  const { sandbox_as: userName = '', ...variables } = values;
  const ticket = parts.servicenow.desk.order(item.sysId, variables, userName);
  if (!ticket) return showNotFound(parts, response, 'Nobody by that name can raise a request.');
  response.redirect(303, `/sandbox/tickets/${valueOf(ticket, 'number')}`);
}

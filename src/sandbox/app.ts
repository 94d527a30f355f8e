import express, { type NextFunction, type Request, type Response } from 'express';
import type { TurnableClock } from './clock.js';
import { controlRoutes } from './control.js';
import { entraDirectory, entraStandIn, entraTempo } from './control/entra-stand-in.js';
import { servicenowStandIn } from './control/servicenow-stand-in.js';
import type { EntraFace } from './entra-face.js';
import { toSandboxRequest } from './http/bridge-request.js';
import { send } from './http/bridge-response.js';
import { sameOrigin } from './http/same-origin.js';
import { pageRoutes } from './page/routes.js';
import { type Problem, ProblemError } from './problem.js';
import type { ServiceNowSandbox } from './servicenow/index.js';
import type { Handler } from './stand-in.js';
import type { SandboxState } from './state.js';

export interface SandboxParts {
  servicenow: ServiceNowSandbox;
  entra: EntraFace;
  state: SandboxState;
  clock: Pick<TurnableClock, 'now' | 'monotonic' | 'sleep' | 'advance'>;
  /** Without a slash at its end; what answers link to. */
  publicUrl: string;
}

const BODY_LIMIT = '10mb';

/** The whole sandbox behind one origin: both stand-ins, the control surface and the pages. */
export function createSandboxApp(parts: SandboxParts): express.Express {
  const { servicenow, entra, state, clock } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  const directory = () => entraDirectory(entra, state);
  const pages = pageRoutes({ servicenow, clock, directory });
  app.use(express.raw({ type: () => true, limit: BODY_LIMIT }));
  app.get(/^\/servicenow\/(sc_req_item|nav_to)\.do$/, pages);
  mount(app, parts, '/servicenow', (request, baseUrl) => servicenow.handle(request, baseUrl));
  mount(app, parts, '/entra', (request, baseUrl) => entra.entra(request, baseUrl));
  mount(app, parts, '/graph', (request, baseUrl) => entra.graph(request, baseUrl));
  app.use(sameOrigin);
  const standIns = [servicenowStandIn(servicenow), entraStandIn(entra)];
  const tempo = entraTempo(entra);
  app.use('/sandbox', controlRoutes({ state, clock, standIns, servicenow, tempo }));
  app.use(pages);
  app.use(notFound);
  app.use(explain);
  return app;
}

function mount(app: express.Express, parts: SandboxParts, path: string, handler: Handler): void {
  app.use(path, async (request: Request, response: Response) => {
    const answer = handler(toSandboxRequest(request), `${parts.publicUrl}${path}`);
    await send(answer, response, parts.clock);
  });
}

function notFound(_: Request, response: Response): void {
  problem(response, { status: 404, title: 'No such page' });
}

/** A body beyond the limit is a 400 on ServiceNow (itsm-platforms 2.4) and a 413 elsewhere. */
function explain(error: unknown, request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) return next(error);
  if (error instanceof ProblemError) return problem(response, error.problem);
  const status = statusOf(error);
  if (status === undefined) return next(error);
  const tooLarge = status === 413 && request.path.startsWith('/servicenow/');
  problem(response, { status: tooLarge ? 400 : status, title: 'The request cannot be read' });
}

function statusOf(error: unknown): number | undefined {
  const status = (error as { status?: unknown }).status;
  return typeof status === 'number' && status < 500 ? status : undefined;
}

function problem(response: Response, value: Problem): void {
  response.status(value.status).type('application/problem+json').end(JSON.stringify(value));
}

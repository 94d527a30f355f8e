export { createSignIn, type Access, type SignIn } from './access.js';
export type { ConsoleDeps } from './deps.js';
export { createHealth } from './health.js';
export { createMetrics } from './metrics.js';
export { createConsole } from './routes.js';

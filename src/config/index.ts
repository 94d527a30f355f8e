export * from './config.js';
export { loadConfig, sandboxConfig } from './load.js';

export { createSandboxApp, type SandboxParts } from './create-app.js';
export { type SandboxOptions, type RunningSandbox, startSandbox } from './start.js';

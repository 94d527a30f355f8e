import { keepSandboxSecret } from '../config/sandbox-secret.js';
import type { Config } from '../config/index.js';
import { startSandbox, type RunningSandbox } from '../sandbox/start.js';

/** The stand-ins without the bridge, announcing approved tickets to wherever one runs. */
export function runSandbox(config: Config, webhookUrl: string): Promise<RunningSandbox> {
  return startSandbox({
    port: config.sandboxPort,
    host: '127.0.0.1',
    dataDir: config.dataDir,
    webhook: { url: webhookUrl, secret: keepSandboxSecret(config.dataDir) },
    speed: 'demo',
  });
}

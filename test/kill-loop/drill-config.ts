import { sandboxConfig, type Config } from '../../src/config/index.js';
import { MINUTE } from '../simulation/plan.js';

export const SECRET = 'whsec_a2lsbCBsb29wIHdlYmhvb2sgc2VjcmV0';

export interface Places {
  port: number;
  dataDir: string;
  entraPort: number;
  servicenowPort: number;
  /** Where several share a ledger. */
  databaseUrl?: string;
}

/** A bridge that talks to stand-ins of another process, and looks for evidence without delay. */
export function drillConfig({ entraPort, servicenowPort, databaseUrl, ...own }: Places): Config {
  const config = sandboxConfig({ ...own, logLevel: 'warn' }, () => SECRET);
  const [connection] = config.connections;
  const [target] = config.targets;
  if (!connection || !target) throw new Error('the sandbox has a connection and a target');
  const url = `http://127.0.0.1:${servicenowPort}/servicenow`;
  const entra = `http://127.0.0.1:${entraPort}`;
  return {
    ...config,
    sandbox: false,
    databaseUrl,
    connections: [{ ...connection, url, sweep: '* * * * * *' }],
    targets: [
      {
        ...target,
        ...{ graphUrl: `${entra}/graph/v1.0`, authorityUrl: `${entra}/entra` },
        limits: { ...target.limits, logReadsPerWindow: 1_000 },
        timing: {
          ...target.timing,
          ...{
            checkAfterMs: [50, 150, 400, 1_000],
            doubtMs: 2_000,
            fillMs: 50,
            clockSkewMs: 2_000,
          },
          ...{ jobCheckMs: MINUTE, explainAfterMs: MINUTE },
        },
      },
    ],
  };
}

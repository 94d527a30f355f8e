import { ConfigError } from './config/index.js';
import type { ConnectionSettings } from './domain/settings.js';
import type { Connector, SettingSpec } from './kit/index.js';

/**
 * What the configuration alone cannot know: whether there is such a connector, and whether it takes
 * these settings. Throws `ConfigError` with every problem; none quotes a value.
 */
export function checkConnections(
  connections: readonly ConnectionSettings[],
  connectors: ReadonlyMap<string, Connector>,
): void {
  const problems = connections.flatMap((connection) => {
    const connector = connectors.get(connection.connector);
    const found = connector
      ? [...authProblems(connection, connector), ...settingsProblems(connection, connector)]
      : [
          `connector: there is no ${connection.connector}; found ${[...connectors.keys()].join(', ')}`,
        ];
    return found.map((problem) => `connection ${connection.name}: ${problem}`);
  });
  if (problems.length > 0) throw new ConfigError(problems);
}

function authProblems({ auth, url }: ConnectionSettings, { auth: known }: Connector): string[] {
  // A system that is never called needs no sign-in.
  if (known.includes(auth.kind) || (auth.kind === 'none' && url === '')) return [];
  return [`auth.kind: expected one of ${known.join(', ')}`];
}

function settingsProblems({ settings }: ConnectionSettings, connector: Connector): string[] {
  const known = new Map(connector.settings.map((spec) => [spec.name, spec]));
  const unknown = Object.keys(settings).filter((name) => !known.has(name));
  return [
    ...unknown.map(
      (name) =>
        `settings: unknown key ${name}; ${connector.name} knows ${[...known.keys()].join(', ')}`,
    ),
    ...[...known.values()].flatMap((spec) => {
      const problem = settingProblem(
        spec,
        Object.hasOwn(settings, spec.name) ? settings[spec.name] : undefined,
      );
      return problem ? [`settings.${spec.name}: ${problem}`] : [];
    }),
  ];
}

function settingProblem({ required, choices }: SettingSpec, value = ''): string | null {
  if (value === '') return required ? 'is missing' : null;
  return choices && !choices.includes(value) ? `expected one of ${choices.join(', ')}` : null;
}

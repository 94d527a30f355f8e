import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConnectors } from './adapters/load-connectors.js';
import type { Plugins } from './compose.js';
import { ConfigError, type Config } from './config/index.js';
import { packageRoot } from './console/package-root.js';
import type { Connector } from './kit/index.js';
import { loadTemplates } from './load-templates.js';

/** Connectors and templates: those that come with the bridge, then the user's own folders. */
export async function loadPlugins(
  config: Pick<Config, 'connectorsDirs' | 'templatesDirs'>,
): Promise<Plugins> {
  const root = packageRoot(import.meta.filename);
  const connectors = await connectorsOf(config);
  const folders = [join(root, 'templates'), ...config.templatesDirs];
  return { connectors, templates: loadTemplates(folders, [...connectors.keys()]) };
}

export async function connectorsOf({
  connectorsDirs,
}: Pick<Config, 'connectorsDirs'>): Promise<Map<string, Connector>> {
  const gone = connectorsDirs.filter((folder) => !existsSync(folder));
  if (gone.length > 0) {
    throw new ConfigError(
      gone.map((folder) => `connectorsDirs: ${folder}: there is no such folder`),
    );
  }
  return loadConnectors([connectorFolder(packageRoot(import.meta.filename)), ...connectorsDirs]);
}

/** Compiled connectors lie beside compiled sources. */
function connectorFolder(root: string): string {
  const compiled = join(root, 'dist');
  return join(import.meta.filename.startsWith(compiled) ? compiled : root, 'connectors');
}

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Connector } from '../kit/index.js';

/**
 * Finds connectors by folder: each sub-folder with an index.js (or .ts under a loader) exports
 * `connector`. Later folders may not redefine a name.
 */
export async function loadConnectors(folders: readonly string[]): Promise<Map<string, Connector>> {
  const found = new Map<string, Connector>();
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = entry.isDirectory() ? indexOf(join(folder, entry.name)) : undefined;
      if (!file) continue;
      const { connector } = (await import(pathToFileURL(file).href)) as { connector?: Connector };
      if (!connector) throw new Error(`${file}: expected an export named connector`);
      if (found.has(connector.name))
        throw new Error(`${file}: connector ${connector.name} exists twice`);
      found.set(connector.name, connector);
    }
  }
  return found;
}

function indexOf(folder: string): string | undefined {
  return ['index.js', 'index.ts']
    .map((name) => join(folder, name))
    .find((file) => existsSync(file));
}

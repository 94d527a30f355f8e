import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Linters and schemas of what is deployed, installed by `.ci/deploy-tools`. */
const folder = join(import.meta.dirname, 'tools');

const hasTools = existsSync(join(folder, 'node_modules'));
if (!hasTools) {
  process.stderr.write('Checks of deploy/ are skipped: run .ci/deploy-tools to install theirs.\n');
}

/** `describe`, skipped by name where the tools are not installed. */
export const describeWithTools = hasTools ? describe : describe.skip;

/** A file inside a tool's package. */
export const toolFile = (path: string) => join(folder, 'node_modules', path);

// Untyped: the packages are not there when types are checked.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export async function tool(path: string): Promise<any> {
  return import(pathToFileURL(toolFile(path)).href);
}

/** The path of a program, from the environment or the usual places; null where there is none. */
export function program(name: string, ...places: string[]): string | null {
  const path = (process.env['PATH'] ?? '').split(':').map((dir) => join(dir, name));
  const named = process.env[name.toUpperCase()];
  return [...(named ? [named] : []), ...places, ...path].find(existsSync) ?? null;
}

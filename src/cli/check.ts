import { isDeepStrictEqual } from 'node:util';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkConnections } from '../check-connections.js';
import { loadTemplates } from '../load-templates.js';
import { connectorsOf } from '../load-plugins.js';
import { ConfigError, loadConfig, type Env } from '../config/index.js';
import { TemplateError } from '../mapping/template.js';
import { ExampleError, readExample } from './example.js';
import { builtIn, previewExample } from './preview.js';

export interface CheckResult {
  lines: string[];
  failed: boolean;
}

/** Configuration, templates, and every example beside them: all problems at once, in plain lines. */
export async function check(env: Env): Promise<CheckResult> {
  const result: CheckResult = { lines: [], failed: false };
  const folders = [builtIn()];
  let vendors: string[] | undefined;
  await attempt(result, 'configuration', async () => {
    const config = loadConfig(env);
    folders.push(...config.templatesDirs);
    const connectors = await connectorsOf(config);
    vendors = [...connectors.keys()];
    checkConnections(config.connections, connectors);
    return `${config.connections.length} connection(s), ${config.targets.length} target(s)`;
  });
  await attempt(result, 'templates', () => {
    const found = [...loadTemplates(folders, vendors)].map(
      ([vendor, templates]) => `${vendor}: ${templates.length}`,
    );
    return found.join(', ');
  });
  const there = folders.filter((folder) => existsSync(folder));
  for (const [at, folder] of there.entries()) {
    // What ships is checked without the templates that take its place.
    const folders = there.slice(0, at + 1);
    for (const vendor of readdirSync(folder)) {
      await checkExamples(result, join(folder, vendor, 'examples'), vendor, folders);
    }
  }
  return result;
}

async function checkExamples(
  result: CheckResult,
  folder: string,
  vendor: string,
  folders: readonly string[],
): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.ticket.json'))) {
    await attempt(result, `example ${vendor}/${name}`, () => {
      const expected: unknown = JSON.parse(
        readFileSync(join(folder, name.replace('.ticket.', '.changes.')), 'utf8'),
      );
      const made: unknown = JSON.parse(
        JSON.stringify(previewExample(readExample(join(folder, name)), vendor, folders)),
      );
      if (!isDeepStrictEqual(made, expected))
        throw new TemplateError(['the result differs from the .changes.json beside it']);
      return 'as expected';
    });
  }
}

async function attempt(
  result: CheckResult,
  what: string,
  work: () => string | Promise<string>,
): Promise<void> {
  try {
    result.lines.push(`ok      ${what}: ${await work()}`);
  } catch (error) {
    result.failed = true;
    const known =
      error instanceof ConfigError ||
      error instanceof TemplateError ||
      error instanceof ExampleError;
    const problems = known ? error.problems : [(error as Error).message];
    for (const problem of problems) result.lines.push(`FAILED  ${what}: ${problem}`);
  }
}

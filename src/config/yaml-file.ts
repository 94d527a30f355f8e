import { parseDocument } from 'yaml';
import { ConfigError, type Env, type ReadFile } from './config.js';
import type { RawConfig } from './raw.js';
import { resolveSecrets } from './resolve-secrets.js';
import { bridgeSchema } from './schema.js';
import { schemaProblems } from './schema-problems.js';

export interface YamlSource {
  file: string;
  text: string;
  env: Env;
  readFile: ReadFile;
}

/** bridge.yaml as a checked tree. Every problem names the file and the path in it. */
export function readYaml({ file, text, env, readFile }: YamlSource): RawConfig {
  const fail = (problems: string[]) => new ConfigError(problems.map((p) => `${file}: ${p}`));
  const document = parseDocument(text, { prettyErrors: true });
  const [broken] = document.errors;
  if (broken)
    throw fail([`line ${broken.linePos?.[0].line ?? '?'}: ${broken.code}: not valid YAML`]);
  const problems: string[] = [];
  const tree = resolveSecrets(toTree(document, fail), { env, readFile }, problems);
  if (problems.length > 0) throw fail(problems);
  const found = schemaProblems(bridgeSchema, tree);
  if (found.length > 0) throw fail(found);
  return tree as RawConfig;
}

function toTree(document: ReturnType<typeof parseDocument>, fail: (p: string[]) => ConfigError) {
  try {
    return (document.toJS({ maxAliasCount: 50 }) as unknown) ?? {};
  } catch {
    throw fail(['too many aliases']);
  }
}

import { existsSync } from 'node:fs';
import ts from 'typescript';
import { tool, toolFile } from './tools.js';

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; annotations?: Record<string, string> };
}

/** The file that has the type and the schema of this kind, below the tools' packages. */
function modelOf({ apiVersion, kind }: Manifest): string {
  const custom = apiVersion.startsWith('monitoring.coreos.com/');
  const models = custom ? '@kubernetes-models/prometheus-operator' : 'kubernetes-models';
  return `${models}/${apiVersion}/${kind}.js`;
}

/**
 * What an API server would refuse of these manifests: unknown and missing keys and words (by the
 * types, which know them all), and formats and ranges (by the schema, which forgives unknown keys).
 */
export async function kubernetesFindings(manifests: Manifest[]): Promise<string[]> {
  const isKnown = (manifest: Manifest) => existsSync(toolFile(modelOf(manifest)));
  const known = manifests.filter(isKnown);
  const unknown = manifests.filter((manifest) => !isKnown(manifest));
  return [
    ...unknown.map(({ apiVersion, kind }) => `${kind}: no such kind in ${apiVersion}`),
    ...typeFindings(known),
    ...(await Promise.all(known.map(schemaFindings))).flat(),
  ];
}

async function schemaFindings(manifest: Manifest): Promise<string[]> {
  const models = await tool(modelOf(manifest));
  try {
    new models[manifest.kind](manifest).validate();
    return [];
  } catch (error) {
    return [`${manifest.kind}: ${(error as Error).message}`];
  }
}

/** Each manifest as a literal of its type: the compiler refuses keys that the type does not have. */
function typeFindings(manifests: Manifest[]): string[] {
  const lines = manifests.map((manifest, i) => {
    const type = `import('./${modelOf(manifest)}').I${manifest.kind}`;
    return `export const manifest${i}: ${type} = ${JSON.stringify(manifest)};`;
  });
  return compile(lines.join('\n')).map(({ file, start, messageText }) => {
    const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0;
    return `${manifests[line]?.kind}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

const OPTIONS: ts.CompilerOptions = {
  ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  ...{ strict: true, noEmit: true, skipLibCheck: true, types: [], lib: ['lib.es2022.d.ts'] },
};

/** The types, which are the same for every set of manifests, and take longest to read. */
const typesRead = new Map<string, ts.SourceFile | undefined>();

function compile(text: string): readonly ts.Diagnostic[] {
  const name = toolFile('manifests.ts');
  const host = ts.createCompilerHost(OPTIONS);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, version, ...rest) => {
    if (file === name) return ts.createSourceFile(name, text, version, true);
    if (!typesRead.has(file)) typesRead.set(file, read(file, version, ...rest));
    return typesRead.get(file);
  };
  const exists = host.fileExists.bind(host);
  host.fileExists = (file) => file === name || exists(file);
  return ts.getPreEmitDiagnostics(ts.createProgram([name], OPTIONS, host));
}

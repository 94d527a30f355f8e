import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  declarations,
  decoratorsOf,
  nameOf,
  parseBicep,
  propertiesOf,
  textOf,
  type BicepFile,
  type Node,
} from './bicep-tree.js';
import { resourceFindings } from './bicep-resources.js';

const FUNCTIONS = [
  ...['cidrSubnet', 'concat', 'empty', 'guid', 'json', 'loadTextContent', 'replace'],
  ...['resourceGroup', 'subscriptionResourceId', 'toUpper', 'uniqueString', 'uriComponent'],
];
const DECORATORS = [
  'allowed',
  'description',
  'maxLength',
  'maxValue',
  'minLength',
  'minValue',
  'secure',
];
const DECLARED = ['parameter', 'variable', 'resource', 'module'];

/** What the compiler and its linter would say, as far as a grammar and Azure's clients tell. */
export async function bicepFindings(path: string, text?: string): Promise<string[]> {
  const file = await parseBicep(path, text);
  const syntax = syntaxFindings(file.root);
  if (syntax.length > 0) return syntax;
  return [
    ...nameFindings(file),
    ...parameterFindings(file),
    ...(await moduleFindings(file)),
    ...(await resourceFindings(file)),
  ];
}

function syntaxFindings(node: Node): string[] {
  if (node.isError || node.isMissing) return [`line ${node.startPosition.row + 1}: not Bicep`];
  return node.children.flatMap(syntaxFindings);
}

function nameFindings(file: BicepFile): string[] {
  const declared = DECLARED.flatMap((kind) => declarations(file, kind)).map(nameOf);
  const loops = file.root
    .descendantsOfType('for_statement')
    .map((loop) => loop.childForFieldName('initializer')?.text ?? '');
  const used = file.root.descendantsOfType('identifier').filter(isUse);
  const called = file.root
    .descendantsOfType('call_expression')
    .map((call) => call.childForFieldName('function'))
    .filter((name) => name?.type === 'identifier');
  const known = [...FUNCTIONS, ...DECORATORS];
  return [
    ...used
      .filter(({ text }) => ![...declared, ...loops].includes(text))
      .map(({ text }) => `${text} is not declared`),
    ...called
      .filter((name) => !known.includes(name?.text ?? ''))
      .map((name) => `${name?.text} is not a known function`),
  ];
}

/** An identifier that stands for a value: no key, no name of a declaration or function, no type. */
function isUse(identifier: Node): boolean {
  const { parent } = identifier;
  if (!parent) return false;
  const first = parent.namedChildren[0]?.startIndex === identifier.startIndex;
  if (parent.type.endsWith('_declaration') || parent.type === 'object_property') return !first;
  if (parent.type === 'for_statement') return !first;
  return parent.type !== 'call_expression' && !parent.type.includes('type');
}

function parameterFindings(file: BicepFile): string[] {
  const uses = file.root
    .descendantsOfType('identifier')
    .filter(isUse)
    .map(({ text }) => text);
  const outputs = declarations(file, 'output')
    .filter((one) => !isDescribed(one))
    .map(nameOf);
  return [
    ...outputs.map((name) => `output ${name} is not described`),
    ...declarations(file, 'parameter').flatMap((parameter) => {
      const name = nameOf(parameter);
      const secret = /password|secret$/i.test(name) && !/Secret$/.test(name);
      const checks = {
        'is not described': isDescribed(parameter),
        'is never used': uses.includes(name),
        'is a secret and not @secure()': !secret || decoratorsOf(parameter).includes('secure()'),
      };
      const broken = Object.entries(checks).filter(([, holds]) => !holds);
      return broken.map(([finding]) => `${name} ${finding}`);
    }),
  ];
}

const isDescribed = (declaration: Node) =>
  decoratorsOf(declaration).some((decorator) => /^description\('.+'\)$/.test(decorator));

/** Each module is given what it asks for, no more and no less, and has what is read of it. */
async function moduleFindings(file: BicepFile): Promise<string[]> {
  const findings: string[] = [];
  for (const declaration of declarations(file, 'module')) {
    const name = nameOf(declaration);
    const [pathNode] = declaration.namedChildren.filter(({ type }) => type === 'string');
    const path = join(dirname(file.path), textOf(pathNode) ?? '');
    if (!existsSync(path)) findings.push(`${name}: there is no ${path}`);
    else findings.push(...callFindings(file, declaration, await parseBicep(path)));
  }
  return findings;
}

function callFindings(file: BicepFile, declaration: Node, module: BicepFile): string[] {
  const name = nameOf(declaration);
  const body = declaration.namedChildren.findLast(({ type }) => type === 'object');
  const params = body && propertiesOf(body).get('params');
  const given = params ? [...propertiesOf(params).keys()] : [];
  const asked = parametersOf(module);
  const outputs = declarations(module, 'output').map(nameOf);
  const read = [...file.root.text.matchAll(new RegExp(`\\b${name}\\.outputs\\.(\\w+)`, 'g'))];
  return [
    ...given.filter((one) => !asked.has(one)).map((one) => `${name} does not take ${one}`),
    ...[...asked]
      .filter(([one, optional]) => !optional && !given.includes(one))
      .map(([one]) => `${name} is not given ${one}`),
    ...read
      .filter(([, output = '']) => !outputs.includes(output))
      .map(([, output]) => `${name} does not say ${output}`),
  ];
}

/** Names of parameters, and whether each may be left out. */
export function parametersOf(file: BicepFile): Map<string, boolean> {
  const all = declarations(file, 'parameter');
  return new Map(all.map((one) => [nameOf(one), one.children.some(({ type }) => type === '=')]));
}

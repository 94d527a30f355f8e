import { readFileSync } from 'node:fs';
import { tool, toolFile } from './tools.js';

/** What is used of a node of tree-sitter. */
export interface Node {
  type: string;
  text: string;
  isError: boolean;
  isMissing: boolean;
  startIndex: number;
  startPosition: { row: number };
  parent: Node | null;
  previousNamedSibling: Node | null;
  namedChildren: Node[];
  children: Node[];
  childForFieldName(name: string): Node | null;
  descendantsOfType(types: string | string[]): Node[];
}

export interface BicepFile {
  path: string;
  root: Node;
}

export async function parseBicep(path: string, text = readFileSync(path, 'utf8')) {
  const { Parser, Language } = await tool('web-tree-sitter/tree-sitter.js');
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(toolFile('tree-sitter-bicep/tree-sitter-bicep.wasm')));
  return { path, root: parser.parse(text).rootNode as Node };
}

export const nameOf = (declaration: Node) =>
  declaration.namedChildren.find(({ type }) => type === 'identifier')?.text ?? '';

export const declarations = (file: BicepFile, kind: string) =>
  file.root.descendantsOfType(`${kind}_declaration`);

/** Names and first arguments of what stands above a declaration. */
export function decoratorsOf(declaration: Node): string[] {
  const above = declaration.previousNamedSibling;
  if (above?.type !== 'decorators') return [];
  return above.namedChildren.map((decorator) => decorator.text.replace(/^@/, ''));
}

/** Keys of an object and their values; keys that are computed are left out. */
export function propertiesOf(object: Node): Map<string, Node> {
  const pairs = object.namedChildren
    .filter(({ type }) => type === 'object_property')
    .map(({ namedChildren: [key, value] }) => [textOf(key), value] as const);
  return new Map(pairs.filter((pair): pair is [string, Node] => Boolean(pair[0] && pair[1])));
}

/** The text of a name or of a string without `${}`; otherwise nothing. */
export function textOf(node: Node | undefined): string | undefined {
  if (node?.type === 'identifier') return node.text;
  if (node?.type !== 'string' || node.descendantsOfType('interpolation').length > 0)
    return undefined;
  return node.text.slice(1, -1);
}

/** What an expression may turn out to be: both ends of a choice, the items that are joined. */
export function outcomes(value: Node): Node[] {
  if (value.type === 'ternary_expression') {
    const ends = [value.childForFieldName('consequence'), value.childForFieldName('alternative')];
    return ends.flatMap((end) => (end ? outcomes(end) : []));
  }
  const called = value.type === 'call_expression' ? value.childForFieldName('function')?.text : '';
  if (called === 'concat') {
    return value.childForFieldName('arguments')?.namedChildren.flatMap(outcomes) ?? [];
  }
  return [value];
}

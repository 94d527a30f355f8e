import { checkFunctions, evaluate } from './evaluate.js';
import { attributesOf, ExpressionError, parseExpression } from './expression.js';
import type { FunctionScope } from './functions.js';
import type {
  AttributeDefinition,
  AttributeMapping,
  ObjectMapping,
  SchemaDocument,
} from './schema-document.js';
import type { ReadSource } from './source-value.js';

/** A mapping that is ready to run; `sources` are the attributes it reads. */
export interface CompiledMapping {
  target: string;
  sources: string[];
  definition: AttributeMapping;
  /** Null: there is no such target attribute. */
  targetAttribute: AttributeDefinition | null;
  /** The source attribute's gate of null flow. */
  sourceFlowsNull: boolean;
  evaluate(read: ReadSource, scope: FunctionScope): unknown;
}

export interface CompiledSchema {
  rule: ObjectMapping;
  mappings: CompiledMapping[];
  /** Of the mappings used to match, first priority first. */
  matching: CompiledMapping[];
}

/** Throws `ExpressionError` where the document cannot work. */
export function compileSchema(document: SchemaDocument): CompiledSchema {
  const rule = document.synchronizationRules[0]?.objectMappings[0];
  if (!rule) throw new ExpressionError('no object mapping');
  const { sourceDirectoryName, targetDirectoryName } = document.synchronizationRules[0]!;
  const source = attributesNamed(document, sourceDirectoryName);
  const target = attributesNamed(document, targetDirectoryName);
  const mappings = rule.attributeMappings.map((one) => compile(one, source, target));
  const matching = mappings
    .filter(({ definition }) => definition.matchingPriority > 0)
    .sort((a, b) => a.definition.matchingPriority - b.definition.matchingPriority);
  return { rule, mappings, matching };
}

type Attributes = Map<string, AttributeDefinition>;

function attributesNamed(document: SchemaDocument, directory: string): Attributes {
  const found = document.directories.find(({ name }) => name === directory);
  const attributes = found?.objects[0]?.attributes ?? [];
  return new Map(attributes.map((one) => [one.name, one]));
}

function compile(
  definition: AttributeMapping,
  source: Attributes,
  target: Attributes,
): CompiledMapping {
  const { type, name, expression } = definition.source;
  const sources = type === 'Attribute' ? [name] : [];
  const compiled = { target: definition.targetAttributeName, sources, definition };
  const targetAttribute = target.get(definition.targetAttributeName) ?? null;
  if (type === 'Function') return compileFunction({ ...compiled, targetAttribute }, source);
  const known = source.get(name);
  return {
    ...compiled,
    targetAttribute,
    sourceFlowsNull: known?.flowNullValues ?? false,
    evaluate:
      type === 'Constant'
        ? () => name || expression.replace(/^"|"$/g, '')
        : // What is not in the source schema has no effect [Custom].
          (read) => (known ? read(name).value : undefined),
  };
}

function compileFunction(
  compiled: Omit<CompiledMapping, 'evaluate' | 'sourceFlowsNull'>,
  source: Attributes,
): CompiledMapping {
  const parsed = parseExpression(compiled.definition.source.expression);
  checkFunctions(parsed);
  const sources = [...new Set(attributesOf(parsed))].filter((name) => source.has(name));
  return {
    ...compiled,
    sources,
    sourceFlowsNull:
      sources.length > 0 && sources.every((name) => source.get(name)!.flowNullValues),
    evaluate(read, scope) {
      const text = (name: string) => (source.has(name) ? asText(read(name).value) : null);
      // Nothing to compute from: as absent as a missing attribute.
      if (sources.length > 0 && sources.every((name) => text(name) === null)) return undefined;
      return evaluate(parsed, text, scope);
    },
  };
}

/** Booleans are the texts True and False in expressions. */
export function asText(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

import type { EntraSettings } from '../settings.js';
import type { CompiledMapping, CompiledSchema } from './compile.js';
import { asText } from './compile.js';
import type { FunctionScope } from './functions.js';
import { isTrue } from './functions.js';
import { nullFlows } from './null-flow.js';
import { sourceReader } from './source-value.js';

export type MappedValue = string | boolean;

/** What a record wants of its target: a value, or null where the target is to be emptied. */
export interface MappedRecord {
  values: Map<string, MappedValue | null>;
  /** Of targets that are written although nothing changed. */
  always: Set<string>;
  /** The manager's externalId; undefined where the record does not say. */
  manager: string | undefined;
  problem: { what: 'unknownAttribute' | 'invalidValue'; target: string } | null;
}

/** Problems are told once: the first one stops the record. */
export function mapRecord(
  schema: CompiledSchema,
  data: Record<string, unknown>,
  creating: boolean,
  settings: EntraSettings,
  scope: FunctionScope,
): MappedRecord {
  const mapped: MappedRecord = {
    ...{ values: new Map(), always: new Set(), manager: undefined, problem: null },
  };
  const read = sourceReader(data, settings.attributeNamesCaseSensitive);
  for (const mapping of schema.mappings) {
    if (!creating && mapping.definition.flowType === 'ObjectAddOnly') continue;
    const raw = mapping.evaluate(read, scope);
    const text = asText(raw) ?? (creating ? mapping.definition.defaultValue : null);
    if (text !== null) put(mapped, mapping, text);
    else if (!creating && nullFlows(mapping, read, settings))
      mapped.values.set(mapping.target, null);
  }
  return mapped;
}

function put(mapped: MappedRecord, mapping: CompiledMapping, text: string): void {
  const { target, targetAttribute, definition } = mapping;
  if (target === 'manager') {
    mapped.manager = text;
    return;
  }
  if (!targetAttribute) {
    mapped.problem ??= { what: 'unknownAttribute', target };
    return;
  }
  const value = convert(text, targetAttribute.type);
  if (value === null) mapped.problem ??= { what: 'invalidValue', target };
  else mapped.values.set(target, value);
  if (definition.flowBehavior === 'FlowAlways') mapped.always.add(target);
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

function convert(text: string, type: string): MappedValue | null {
  if (type === 'Boolean') return /^(true|false)$/i.test(text) ? isTrue(text) : null;
  if (type !== 'DateTime') return text;
  const at = isDate(text) ? Date.parse(withZone(text)) : NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString().replace(/\.000Z$/, 'Z');
}

/** The day must exist: the runtime would turn 30 February into 2 March. */
function isDate(text: string): boolean {
  const day = text.slice(0, 10);
  const at = ISO_DATE.test(text) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

/** Without an offset a time is taken as UTC, wherever the sandbox runs. */
function withZone(text: string): string {
  return /T/i.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? `${text}Z` : text;
}

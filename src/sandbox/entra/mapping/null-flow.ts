import type { EntraSettings } from '../settings.js';
import type { CompiledMapping } from './compile.js';
import type { ReadSource } from './source-value.js';

/** Not on what is needed to match or to create [Clear]. */
const NEVER = new Set(['userPrincipalName', 'accountEnabled', 'displayName', 'manager']);

/**
 * Whether an empty or missing source empties the target: both gates open, and for a missing child
 * attribute its parent object present [Clear].
 */
export function nullFlows(
  mapping: CompiledMapping,
  read: ReadSource,
  settings: EntraSettings,
): boolean {
  const { definition, target, sources } = mapping;
  if (NEVER.has(target) || definition.matchingPriority > 0 || sources.length === 0) return false;
  const open = mapping.sourceFlowsNull && definition.flowNullValues === true;
  if (!open && !settings.nullFlow) return false;
  return sources.every((name) => {
    const { value, parentPresent } = read(name);
    return value === null || value === '' || (value === undefined && parentPresent);
  });
}

import type { CompiledSchema } from '../mapping/compile.js';
import { asText } from '../mapping/compile.js';
import type { FunctionScope } from '../mapping/functions.js';
import type { ReadSource } from '../mapping/source-value.js';
import type { Directory } from './directory.js';
import type { DirectoryUser } from './user.js';

export type Match =
  | { is: 'none' }
  | { is: 'one'; user: DirectoryUser }
  | { is: 'many' }
  /** The record lacks every matching attribute. */
  | { is: 'no value' };

/** Matching attributes in their order; the first that finds somebody decides [PlanHR]. */
export function matchUser(
  directory: Directory,
  schema: CompiledSchema,
  read: ReadSource,
  scope: FunctionScope,
  caseSensitive: boolean,
): Match {
  let tried = false;
  for (const mapping of schema.matching) {
    const value = asText(mapping.evaluate(read, scope));
    if (value === null) continue;
    tried = true;
    const found = directory.find(mapping.target, value, caseSensitive);
    if (found.length > 1) return { is: 'many' };
    if (found[0]) return { is: 'one', user: found[0] };
  }
  return { is: tried ? 'none' : 'no value' };
}

import { type Row, valueOf } from '../row.js';
import type { CatalogItem } from './questions.js';

/** Names of the mandatory questions that are not answered. */
export function missingVariables(item: CatalogItem, variables: Row): string[] {
  return item.questions
    .filter(({ mandatory, name }) => mandatory && valueOf(variables, name).trim() === '')
    .map(({ name }) => name);
}

import { array, object, string, ValidationError } from 'yup';
import type { Hint } from '../kit/index.js';
import type { FieldError } from './problem.js';

/**
 * Ids become parts of paths and queries. Connectors check what their system allows; nothing that
 * could leave a path segment or a query term gets past this, whatever a connector overlooks.
 */
const id = () => string().matches(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/);

const hint = object({
  tickets: array(
    object({ ref: id(), number: id() }).test(
      'some-id',
      'an id or a number',
      ({ ref, number }) => ref !== undefined || number !== undefined,
    ),
  )
    .required()
    .min(1)
    .max(50),
});

/** What is wrong with the tickets a delivery points at; empty when nothing is. */
export function hintErrors(tickets: Hint['tickets']): FieldError[] {
  try {
    hint.validateSync({ tickets }, { strict: true, abortEarly: false });
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return [{ pointer: '', code: 'bad-ticket-id' }];
  }
}

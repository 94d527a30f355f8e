import type { PersonRecord } from '../domain/record.js';
import { BULK_REQUEST } from './urns.js';
import { toScimUser } from './user.js';

export interface BulkRecord {
  /** Unique within the request. */
  bulkId: string;
  record: PersonRecord;
}

/**
 * The body of one bulkUpload call: POST operations only, path `/Users`, at most 50, which the
 * caller sees to. Source: Graph reference, bulkUpload resource type.
 */
export function toBulkRequest(
  records: readonly BulkRecord[],
  extensions: Record<string, string>,
): object {
  return {
    schemas: [BULK_REQUEST],
    Operations: records.map(({ bulkId, record }) => ({
      method: 'POST',
      bulkId,
      path: '/Users',
      data: toScimUser(record, extensions),
    })),
  };
}

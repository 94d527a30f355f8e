import { BULK_REQUEST, CORE_USER, ENTERPRISE_USER } from '../../../scim/urns.js';

/** An operation whose envelope is right; what it says of the person is judged when processed. */
export interface BulkOperation {
  method: 'POST' | 'DELETE';
  bulkId: string;
  data: Record<string, unknown>;
}

export interface UploadRules {
  strict: boolean;
  deletes: boolean;
}

/** At most so many operations in one request [G-BulkRes]. */
export const MOST_OPERATIONS = 50;

/** `charset` and other parameters are allowed [Troubleshoot]. */
export function isScim(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]!.trim().toLowerCase() === 'application/scim+json';
}

/** The operations of a bulk request, or null where it breaks a rule. */
export function readBulkRequest(body: Buffer, rules: UploadRules): BulkOperation[] | null {
  const root = parse(body);
  if (!isObject(root) || !lists(root['schemas'], BULK_REQUEST)) return null;
  const operations: unknown = Object.hasOwn(root, 'Operations') ? root['Operations'] : undefined;
  if (!Array.isArray(operations) || operations.length > MOST_OPERATIONS) return null;
  if (rules.strict && operations.length === 0) return null;
  const read = operations.map((one) => readOperation(one, rules));
  const good = read.filter((one) => one !== null);
  if (good.length < read.length) return null;
  const unique = new Set(good.map(({ bulkId }) => bulkId)).size === good.length;
  return rules.strict && !unique ? null : good;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function readOperation(value: unknown, rules: UploadRules): BulkOperation | null {
  if (!isObject(value)) return null;
  const { method, path, bulkId, data } = value;
  if (method !== 'POST' && !(method === 'DELETE' && rules.deletes)) return null;
  if (typeof path !== 'string' || typeof bulkId !== 'string' || bulkId === '') return null;
  // Sample files also say `/users` [Sample].
  if ((rules.strict ? path : path.replace(/^\/users$/i, '/Users')) !== '/Users') return null;
  if (!isObject(data) || (rules.strict && !isStrict(data))) return null;
  return { method, bulkId, data };
}

/** What the resource page asks of `data`, and samples do not always do. */
function isStrict(data: Record<string, unknown>): boolean {
  const { schemas, externalId } = data;
  if (typeof externalId !== 'string' || externalId === '') return false;
  return lists(schemas, CORE_USER) && lists(schemas, ENTERPRISE_USER);
}

const lists = (value: unknown, wanted: string): boolean =>
  Array.isArray(value) && value.includes(wanted);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

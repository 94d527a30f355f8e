import type { Insertable, Selectable } from 'kysely';
import type {
  AttemptTable,
  DeliveryTable,
  EvidenceTable,
  NoteTable,
  UploadTable,
} from '../../src/ports/schema.js';

/** Rows of one request that was delivered, sent, proven and shown at an instant, all named after `id`. */
export function deliveryRow(
  id: string,
  at: number,
  over: Partial<Selectable<DeliveryTable>> = {},
): Insertable<DeliveryTable> {
  return {
    ...{ id: `d-${id}`, connection: 'itsm', event_id: `e-${id}`, body_sha256: 's' },
    ...{ received_at: at, status: 202, problem: null, errors: null, event: 'approved' },
    ...{ ticket_ref: id, ticket_number: `RITM${id}`, body: '{"name":"Nina Park"}' },
    ...over,
  };
}

export function uploadRow(
  id: string,
  at: number,
  over: Partial<Selectable<UploadTable>> = {},
): Insertable<UploadTable> {
  return {
    ...{ id: `u-${id}`, target: 'entra', lane: 3, records: 1, started_at: at, answered_at: at },
    ...{ state: 'staged', status: 202, request_id: null, reason: null },
    ...over,
  };
}

export function attemptRow(
  id: string,
  at: number,
  over: Partial<Selectable<AttemptTable>> = {},
): Insertable<AttemptTable> {
  return {
    ...{ id: `a-${id}`, upload_id: `u-${id}`, target: 'entra', person_id: `p-${id}` },
    ...{ external_id: id, version: 1, lane: 3, record: '{}', state: 'applied', started_at: at },
    ...{ confirm_by: null, check_at: null, closed_at: at, reason: null },
    ...over,
  };
}

export function evidenceRow(
  id: string,
  at: number,
  over: Partial<Selectable<EvidenceTable>> = {},
): Insertable<EvidenceTable> {
  return {
    ...{ id: `r-${id}`, target: 'entra', external_id: id, attempt_id: `a-${id}`, at, seen_at: at },
    ...{ action: 'create', status: 'success', detail: '{}' },
    ...over,
  };
}

export function noteRow(
  id: string,
  at: number,
  over: Partial<Selectable<NoteTable>> = {},
): Insertable<NoteTable> {
  return {
    ...{ ticket_id: `t-${id}`, version: 1, status: 'applied', headline: '', text: '' },
    ...{ created_at: at, shown_at: at },
    ...over,
  };
}

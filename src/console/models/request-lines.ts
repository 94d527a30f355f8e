import type { RequestRows } from '../queries/request-rows.js';
import { asText, readObject, readReason } from '../read-json.js';
import type { AttemptLine, EvidenceLine, NoteLine } from './request-detail.js';

export function evidenceLine(row: RequestRows['evidence'][number]): EvidenceLine {
  const detail = readObject(row.detail);
  const modified = detail['modified'];
  return {
    id: row.id,
    at: Number(row.at),
    seenAt: Number(row.seen_at),
    externalId: row.external_id,
    action: row.action,
    status: row.status,
    changeId: asText(detail['changeId']),
    cycleId: asText(detail['cycleId']),
    error: [asText(detail['errorCode']), asText(detail['errorReason'])].filter(Boolean).join(': '),
    modified: Array.isArray(modified) ? modified.map(asText) : [],
  };
}

export function attemptLine(rows: RequestRows, index: number): AttemptLine {
  const attempt = rows.attempts[index] as RequestRows['attempts'][number];
  const upload = rows.uploads.find((one) => one.id === attempt.upload_id);
  return {
    number: index + 1,
    externalId: attempt.external_id,
    uploadId: attempt.upload_id,
    requestId: upload?.request_id ?? '',
    startedAt: Number(attempt.started_at),
    answeredAt: upload?.answered_at ?? null,
    answer: upload?.status ?? null,
    state: attempt.state,
    why: readReason(attempt.reason ?? upload?.reason ?? null)?.what ?? '',
    confirmBy: attempt.confirm_by,
    nextLookAt: attempt.check_at,
  };
}

export function noteLine(row: RequestRows['notes'][number]): NoteLine {
  return {
    version: row.version,
    status: row.status,
    headline: row.headline,
    text: row.text,
    createdAt: Number(row.created_at),
    shownAt: row.shown_at,
  };
}

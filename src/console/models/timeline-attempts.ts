import type { RequestRows } from '../queries/request-rows.js';
import { asText, readObject, readReason } from '../read-json.js';
import type { TimelineEvent } from './timeline-event.js';

/** What went to Microsoft Entra and what came back. */
export function attemptEvents(rows: RequestRows): TimelineEvent[] {
  const sent = rows.attempts.flatMap((attempt, index) => {
    const upload = rows.uploads.find((one) => one.id === attempt.upload_id);
    return [sentEvent(attempt, upload, index), ...answerEvent(upload), ...closedEvent(attempt)];
  });
  return [...sent, ...rows.evidence.map(evidenceEvent)];
}

type Attempt = RequestRows['attempts'][number];
type Upload = RequestRows['uploads'][number] | undefined;

function sentEvent(attempt: Attempt, upload: Upload, index: number): TimelineEvent {
  const records = upload?.records ?? 1;
  return {
    at: Number(attempt.started_at),
    source: 'entra',
    text: `Sent to Microsoft Entra, attempt ${index + 1}`,
    detail: `${attempt.external_id}, in a call of ${records} ${records === 1 ? 'record' : 'records'}`,
  };
}

const ANSWERS: Record<string, string> = {
  staged: 'Accepted by Microsoft Entra; accepted is not done yet',
  refused: 'Microsoft Entra refused the call',
  retry: 'Not taken; it is sent again',
  'in-doubt': 'No clear answer; evidence is looked for',
};

function answerEvent(upload: Upload): TimelineEvent[] {
  const text = upload && ANSWERS[upload.state];
  if (!upload || !text || upload.answered_at === null) return [];
  const parts = [
    upload.status === null ? '' : `answer ${upload.status}`,
    upload.request_id ? `request-id ${upload.request_id}` : '',
    readReason(upload.reason)?.what ?? '',
  ];
  return [
    {
      at: Number(upload.answered_at),
      source: 'entra',
      text,
      detail: parts.filter(Boolean).join(', '),
    },
  ];
}

/** Proven outcomes are told by the change itself; only what went wrong is told here. */
function closedEvent(attempt: Attempt): TimelineEvent[] {
  const reason = readReason(attempt.reason);
  if (attempt.closed_at === null || !reason) return [];
  return [
    { at: Number(attempt.closed_at), source: 'bridge', text: reason.what, detail: reason.next },
  ];
}

function evidenceEvent(row: RequestRows['evidence'][number]): TimelineEvent {
  const detail = readObject(row.detail);
  const read = row.id.startsWith('read:');
  return {
    at: Number(row.at),
    source: 'entra',
    text: read
      ? `Directory read: the account is ${row.status}`
      : `Microsoft Entra’s log says: ${row.action}, ${row.status}`,
    detail: [asText(detail['errorCode']), asText(detail['errorReason'])].filter(Boolean).join(': '),
  };
}

import type { RequestRows } from '../queries/request-rows.js';
import { asText, readObject, readReason } from '../read-json.js';
import { auditWord } from '../words/audit.js';
import type { TimelineEvent } from './timeline-event.js';

/** What the ticket system and the bridge itself did. */
export function ledgerEvents(rows: RequestRows): TimelineEvent[] {
  return [
    ...rows.deliveries.map(deliveryEvent),
    ...rows.audit.map((row) => auditEvent(row, rows)),
    ...rows.notes.flatMap(noteEvents),
    ...rows.attention.flatMap(attentionEvents),
  ];
}

function deliveryEvent(row: RequestRows['deliveries'][number]): TimelineEvent {
  const refused = row.problem ? `, refused: ${row.problem}` : '';
  return {
    at: Number(row.received_at),
    source: 'ticket',
    text: row.status < 300 ? 'Delivery received, sender proven' : 'Delivery refused',
    detail: `${row.event ?? 'delivery'} ${row.event_id}, answered ${row.status}${refused}`,
  };
}

function auditEvent(row: RequestRows['audit'][number], rows: RequestRows): TimelineEvent {
  const change = rows.changes.find((one) => row.subject === `change:${one.id}`);
  const by = row.actor === 'bridge' ? '' : `by ${row.actor}`;
  const step = change?.step ?? asText(readObject(row.data)['step']);
  return {
    at: Number(row.at),
    source: row.action.startsWith('ticket.') && by ? 'ticket' : 'bridge',
    text: auditWord(row.action),
    detail: [step && `step ${step}`, by].filter(Boolean).join(', '),
  };
}

function noteEvents(row: RequestRows['notes'][number]): TimelineEvent[] {
  const text = `Status became: ${row.headline}`;
  const events: TimelineEvent[] = [
    { at: Number(row.created_at), source: 'bridge', text, detail: '' },
  ];
  if (row.shown_at !== null) {
    events.push({
      at: Number(row.shown_at),
      source: 'ticket',
      text: 'Ticket updated',
      detail: row.headline,
    });
  }
  return events;
}

function attentionEvents(row: RequestRows['attention'][number]): TimelineEvent[] {
  const reason = readReason(row.reason);
  const what = reason?.what ?? row.cause;
  const events: TimelineEvent[] = [
    { at: Number(row.opened_at), source: 'attention', text: what, detail: reason?.next ?? '' },
  ];
  if (row.closed_at !== null) {
    events.push({
      at: Number(row.closed_at),
      source: 'attention',
      text: 'No longer needs attention',
      detail: `${what} Closed by ${row.closed_by ?? 'the bridge'}.`,
    });
  }
  return events;
}

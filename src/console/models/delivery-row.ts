/** One message of a proven sender and what it was answered. Its body is not shown. */
export interface DeliveryRow {
  id: string;
  connection: string;
  /** The sender's own id of it. */
  eventId: string;
  receivedAt: number;
  status: number;
  /** The problem of a refusal; what it told of otherwise. */
  answer: string;
  refused: boolean;
  /** Where it was wrong and how, e.g. `/data/id: format`. */
  errors: string[];
  /** The request it is about, where that is known here. */
  ticketId: string | null;
  ticket: string;
}

export interface FoundDelivery {
  id: string;
  connection: string;
  event_id: string;
  received_at: number;
  status: number;
  problem: string | null;
  errors: string | null;
  event: string | null;
  ticket_ref: string | null;
  ticket_number: string | null;
  number: string | null;
  ticket: string | null;
}

export function toDeliveryRow(row: FoundDelivery): DeliveryRow {
  return {
    id: row.id,
    connection: row.connection,
    eventId: row.event_id,
    receivedAt: Number(row.received_at),
    status: row.status,
    answer: row.problem ?? row.event ?? '',
    refused: row.problem !== null,
    errors: errorLines(row.errors),
    ticketId: row.ticket,
    ticket: row.number || row.ticket_number || row.ticket_ref || '',
  };
}

function errorLines(json: string | null): string[] {
  if (json === null) return [];
  const errors = JSON.parse(json) as { pointer: string; code: string }[];
  return errors.map(({ pointer, code }) => `${pointer || 'the body'}: ${code}`);
}

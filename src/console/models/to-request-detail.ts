import type { Reason } from '../../domain/reason.js';
import { leaverDeadline, unmappedDeadline, UNPROVEN } from '../late-leaver.js';
import type { RequestRows } from '../queries/request-rows.js';
import { asText, readObject, readReason, readView } from '../read-json.js';
import { dataSteps, ticketAnswers } from './data-table.js';
import type { RequestDetail } from './request-detail.js';
import { attemptLine, evidenceLine, noteLine } from './request-lines.js';
import { timeline } from './timeline.js';
import { nextTry, writebackState } from './writeback-state.js';

export function toRequestDetail(rows: RequestRows, ticketUrl: string): RequestDetail {
  const { ticket, changes } = rows;
  const first = changes[0];
  return {
    ...readView(ticket.view, ticket.state),
    id: ticket.id,
    number: ticket.number || ticket.id,
    connection: ticket.connection,
    kind: ticket.kind,
    template: ticket.template ?? '',
    person: first?.display_name ?? '',
    externalId: first?.external_id ?? '',
    receivedAt: Number(ticket.received_at),
    approvedAt: ticket.approved_at,
    checkedAt: ticket.checked_at,
    approvers: approvers(ticket.snapshot),
    deadlineAt: changes.length === 0 ? unmappedDeadline(ticket) : earliest(leaverDeadlines(rows)),
    nextAt: nextAt(rows),
    reasons: openReasons(rows),
    ticketUrl,
    timeline: timeline(rows),
    evidence: rows.evidence.map(evidenceLine),
    attempts: rows.attempts.map((_, index) => attemptLine(rows, index)),
    data: dataSteps(rows),
    answers: ticketAnswers(ticket.snapshot),
    notes: rows.notes.map(noteLine),
    writeback: {
      state: writebackState(ticket),
      tries: ticket.writeback_tries,
      error: ticket.writeback_error ?? '',
      nextAt: nextTry(ticket),
    },
  };
}

function leaverDeadlines({ changes }: RequestRows): number[] {
  return changes
    .filter((change) => change.kind === 'termination' && UNPROVEN.includes(change.state))
    .map((change) =>
      leaverDeadline({
        effectiveAt: Number(change.effective_at),
        approvedAt: Number(change.approved_at),
        lane: change.lane,
      }),
    );
}

function earliest(instants: readonly number[]): number | null {
  return instants.length > 0 ? Math.min(...instants) : null;
}

function nextAt(rows: RequestRows): number | null {
  const { ticket, changes, attempts } = rows;
  const open = attempts.filter((attempt) => attempt.closed_at === null);
  const waiting = changes.filter((change) => change.state === 'waiting');
  const instants = [
    ticket.verify_due_at,
    ticket.map_due_at,
    ...open.map((attempt) => attempt.check_at),
    ...waiting.map((change) => Number(change.effective_at)),
  ];
  return earliest(instants.filter((at) => at !== null));
}

/** Why it is not done: once per cause, the ticket's own reason first. */
function openReasons({ ticket, attention }: RequestRows): Reason[] {
  const open = attention.filter((row) => row.closed_at === null);
  const all = [ticket.reason, ...open.map((row) => row.reason)].map(readReason);
  const reasons = all.filter((reason) => reason !== null);
  return reasons.filter((one, at) => reasons.findIndex((other) => other.code === one.code) === at);
}

function approvers(snapshot: string | null): string[] {
  const list = readObject(snapshot)['approvers'];
  if (!Array.isArray(list)) return [];
  return list
    .map((one) => readObject(JSON.stringify(one)))
    .filter((one) => one['decision'] === 'approved')
    .map((one) => asText(one['name']))
    .filter(Boolean);
}

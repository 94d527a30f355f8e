import type { Generated } from 'kysely';

/**
 * The ledger's tables. Instants are milliseconds since the epoch, UTC; JSON is text; flags are 0 or
 * 1. Where a stage works a row off, `<stage>_due_at` says when (null: nothing to do),
 * `<stage>_fence` grows with each claim so that a late worker's record is refused,
 * `<stage>_tries` counts failures in a row, and `<stage>_by` names the replica that claimed it last.
 */
export interface Database {
  delivery: DeliveryTable;
  ticket: TicketTable;
  change: ChangeTable;
  person: PersonTable;
  user_name: UserNameTable;
  upload: UploadTable;
  attempt: AttemptTable;
  evidence: EvidenceTable;
  target: TargetTable;
  note: NoteTable;
  attention: AttentionTable;
  sweep: SweepTable;
  audit: AuditTable;
  lease: LeaseTable;
}

/** One webhook HTTP request, refused ones of proven senders included. */
export interface DeliveryTable {
  id: string;
  connection: string;
  /** The sender's delivery id, or a digest of the body where it sends none. Unique per connection. */
  event_id: string;
  body_sha256: string;
  received_at: number;
  /** Status of the answer the sender got. */
  status: number;
  /** Problem type of a refusal, e.g. `validation-failed`; null when accepted. */
  problem: string | null;
  /** JSON list of `{pointer, code}` of a refusal. */
  errors: string | null;
  event: string | null;
  ticket_ref: string | null;
  ticket_number: string | null;
  body: string;
}

export interface TicketTable {
  id: string;
  connection: string;
  /** The system's own id. Unique per connection. Until it is read back, may be `number:<number>`. */
  ref: string;
  number: string;
  kind: string | null;
  template: string | null;
  state: string;
  revision: number;
  digest: string;
  /** JSON of the `TicketSnapshot` last read; null before the first read. */
  snapshot: string | null;
  /** JSON of the newest proven delivery's body. */
  delivered: string | null;
  approved_at: number | null;
  checked_at: number | null;
  received_at: number;
  updated_at: number;
  /** JSON of a `Reason`. */
  reason: string | null;
  /** JSON of a `Reason`: why the newest delivery that names it was refused; null where it was not. */
  refusal: string | null;
  verify_due_at: number | null;
  verify_fence: number;
  verify_tries: number;
  verify_by: string | null;
  map_due_at: number | null;
  map_fence: number;
  map_tries: number;
  map_by: string | null;
  writeback_due_at: number | null;
  writeback_fence: number;
  writeback_tries: number;
  writeback_by: string | null;
  /** Somebody is writing to the ticket until then, however often it becomes due meanwhile. */
  writeback_lease_until: number | null;
  /** JSON of the `TicketView` last computed. */
  view: string | null;
  /** Grows with each view that differs from the one before. */
  view_version: number;
  /** The view version whose note was last tried, recorded before the call. */
  tried_version: number;
  /** The view version the ticket is known to show. */
  shown_version: number;
  shown_at: number | null;
  /** When the oldest view not yet shown came up. */
  writeback_since: number | null;
  /** Plain words: why the last writeback did not succeed. */
  writeback_error: string | null;
}

export interface ChangeTable {
  id: string;
  ticket_id: string;
  person_id: string;
  step: string;
  kind: string;
  lane: number;
  expects: string;
  effective_at: number;
  zone: string;
  /** JSON of `Attributes`. */
  patch: string;
  state: string;
  /** The ticket's digest this was mapped from. */
  digest: string;
  approved_at: number;
  /** The person's desired version it was folded into; null while waiting. */
  version: number | null;
  attempt_id: string | null;
  reason: string | null;
  created_at: number;
  settled_at: number | null;
}

export interface PersonTable {
  id: string;
  target: string;
  external_id: string;
  display_name: string;
  /** JSON of the record known when the bridge first (or last) looked; null: nobody there. */
  baseline: string | null;
  baseline_at: number | null;
  /** JSON of the record that approved tickets say should be true. */
  desired: string | null;
  desired_version: number;
  /** Desired version last sent, and its JSON. */
  sent: string | null;
  sent_version: number;
  confirmed_version: number;
  /** Rank of the most pressing queued change; null: nothing to send. */
  lane: number | null;
  queued_at: number | null;
  /** Nothing is sent for this person before this instant. */
  not_before: number;
  manager: string | null;
  /** The open attempt, if any: at most one. */
  attempt_id: string | null;
  /** When the next change becomes due; null: none waits. */
  schedule_due_at: number | null;
  schedule_fence: number;
  schedule_tries: number;
}

/** A user name promised to one person of a target, so that no two get the same. */
export interface UserNameTable {
  target: string;
  /** Lower case. */
  user_name: string;
  person_id: string;
}

/** One bulkUpload call, written before the call: this is the quota ledger. */
export interface UploadTable {
  id: string;
  target: string;
  lane: number;
  records: number;
  started_at: number;
  answered_at: number | null;
  /** sending, staged, refused, retry, in-doubt. */
  state: string;
  status: number | null;
  request_id: string | null;
  /** JSON of a `Reason`. */
  reason: string | null;
}

export interface AttemptTable {
  id: string;
  upload_id: string;
  target: string;
  person_id: string;
  external_id: string;
  version: number;
  lane: number;
  /** JSON of the record sent. */
  record: string;
  /** sending, staged, in-doubt, retry, refused, applied, unchanged, failed, unconfirmed. */
  state: string;
  started_at: number;
  /** Evidence must be found by then. */
  confirm_by: number | null;
  /** When to look for its rows next; null once it is closed. */
  check_at: number | null;
  closed_at: number | null;
  reason: string | null;
}

/** A provisioning-log row or a directory read that decided something, kept beyond Entra's retention. */
export interface EvidenceTable {
  /** The row's id in the provisioning log, or `read:<uuid>` for a directory read. */
  id: string;
  target: string;
  external_id: string;
  attempt_id: string | null;
  at: number;
  seen_at: number;
  action: string;
  status: string;
  /** JSON: change id, cycle id, error code and reason, modified properties. */
  detail: string;
}

export interface TargetTable {
  name: string;
  /** JSON of a `Reason`: nothing is sent until a human or the job's state clears it. */
  halted: string | null;
  paused_until: number;
  /** JSON of the job's state as last read. */
  job: string | null;
  job_checked_at: number | null;
  log_read_at: number | null;
  /** `activityDateTime` of the newest row seen. */
  newest_row_at: number | null;
}

/** The views a ticket was given, in order: what its reader saw and when. */
export interface NoteTable {
  ticket_id: string;
  version: number;
  status: string;
  headline: string;
  text: string;
  created_at: number;
  shown_at: number | null;
}

export interface AttentionTable {
  id: string;
  /** A reason code. Open at most once per cause and subject. */
  cause: string;
  subject: string;
  ticket_id: string | null;
  /** JSON of a `Reason`. */
  reason: string;
  opened_at: number;
  closed_at: number | null;
  closed_by: string | null;
}

export interface SweepTable {
  connection: string;
  since: number;
  ran_at: number | null;
  found: number;
  error: string | null;
}

/** Hash-chained: `hash` covers the row and the hash before it. */
export interface AuditTable {
  seq: Generated<number>;
  at: number;
  actor: string;
  action: string;
  subject: string;
  /** JSON; personal data only as ids. */
  data: string;
  previous: string;
  hash: string;
}

/** Who may do what one process alone may do: `target:<name>`; and who is alive: `replica:<name>`. */
export interface LeaseTable {
  name: string;
  holder: string;
  /** Grows with each new holder. */
  fence: number;
  /** By the store's time; void from then on. */
  until: number;
}

import { sql, type Kysely, type Migration } from 'kysely';
import type { Faults } from '../../ports/faults.js';

/** In order; a released migration is never edited. */
export const migrations = (faults: Faults): Record<string, Migration> => ({
  '0001-ledger': { up: (db) => run(db, LEDGER, faults) },
  '0002-refusals': { up: (db) => run(db, REFUSALS, faults) },
});

async function run(db: Kysely<unknown>, statements: string, faults: Faults): Promise<void> {
  for (const statement of statements.split(';')) {
    if (!statement.trim()) continue;
    await sql.raw(statement).execute(db);
    faults.reach('migrating');
  }
}

const LEDGER = `
CREATE TABLE delivery (
  id text PRIMARY KEY, connection text NOT NULL, event_id text NOT NULL, body_sha256 text NOT NULL,
  received_at bigint NOT NULL, status integer NOT NULL, problem text, errors text, event text,
  ticket_ref text, ticket_number text, body text NOT NULL, UNIQUE (connection, event_id));
CREATE INDEX delivery_received ON delivery (received_at);
CREATE TABLE ticket (
  id text PRIMARY KEY, connection text NOT NULL, ref text NOT NULL, number text NOT NULL, kind text,
  template text, state text NOT NULL, revision bigint NOT NULL, digest text NOT NULL, snapshot text,
  delivered text, approved_at bigint, checked_at bigint, received_at bigint NOT NULL,
  updated_at bigint NOT NULL, reason text,
  verify_due_at bigint, verify_fence integer NOT NULL, verify_tries integer NOT NULL,
  map_due_at bigint, map_fence integer NOT NULL, map_tries integer NOT NULL,
  writeback_due_at bigint, writeback_fence integer NOT NULL, writeback_tries integer NOT NULL,
  view text, view_version integer NOT NULL, tried_version integer NOT NULL,
  shown_version integer NOT NULL, shown_at bigint, writeback_since bigint, writeback_error text,
  UNIQUE (connection, ref));
CREATE INDEX ticket_number ON ticket (connection, number);
CREATE INDEX ticket_received ON ticket (received_at);
CREATE INDEX ticket_verify ON ticket (verify_due_at) WHERE verify_due_at IS NOT NULL;
CREATE INDEX ticket_map ON ticket (map_due_at) WHERE map_due_at IS NOT NULL;
CREATE INDEX ticket_writeback ON ticket (writeback_due_at) WHERE writeback_due_at IS NOT NULL;
CREATE TABLE person (
  id text PRIMARY KEY, target text NOT NULL, external_id text NOT NULL, display_name text NOT NULL,
  baseline text, baseline_at bigint, desired text, desired_version integer NOT NULL, sent text,
  sent_version integer NOT NULL, confirmed_version integer NOT NULL, lane integer, queued_at bigint,
  not_before bigint NOT NULL, manager text, attempt_id text, schedule_due_at bigint,
  schedule_fence integer NOT NULL, schedule_tries integer NOT NULL, UNIQUE (target, external_id));
CREATE INDEX person_queue ON person (target, lane, queued_at) WHERE lane IS NOT NULL AND attempt_id IS NULL;
CREATE INDEX person_schedule ON person (schedule_due_at) WHERE schedule_due_at IS NOT NULL;
CREATE TABLE change (
  id text PRIMARY KEY, ticket_id text NOT NULL REFERENCES ticket (id),
  person_id text NOT NULL REFERENCES person (id), step text NOT NULL, kind text NOT NULL,
  lane integer NOT NULL, expects text NOT NULL, effective_at bigint NOT NULL, zone text NOT NULL,
  patch text NOT NULL, state text NOT NULL, digest text NOT NULL, approved_at bigint NOT NULL,
  version integer, attempt_id text, reason text, created_at bigint NOT NULL, settled_at bigint);
CREATE INDEX change_ticket ON change (ticket_id);
CREATE INDEX change_kind ON change (kind, state);
CREATE INDEX change_person ON change (person_id, state);
CREATE TABLE user_name (
  target text NOT NULL, user_name text NOT NULL, person_id text NOT NULL, PRIMARY KEY (target, user_name));
CREATE TABLE upload (
  id text PRIMARY KEY, target text NOT NULL, lane integer NOT NULL, records integer NOT NULL,
  started_at bigint NOT NULL, answered_at bigint, state text NOT NULL, status integer,
  request_id text, reason text);
CREATE INDEX upload_ledger ON upload (target, started_at);
CREATE INDEX upload_open ON upload (target, state) WHERE state = 'sending';
CREATE TABLE attempt (
  id text PRIMARY KEY, upload_id text NOT NULL REFERENCES upload (id), target text NOT NULL,
  person_id text NOT NULL REFERENCES person (id), external_id text NOT NULL, version integer NOT NULL,
  lane integer NOT NULL, record text NOT NULL, state text NOT NULL, started_at bigint NOT NULL,
  confirm_by bigint, check_at bigint, closed_at bigint, reason text);
CREATE INDEX attempt_person ON attempt (person_id);
CREATE INDEX attempt_upload ON attempt (upload_id);
CREATE INDEX attempt_open ON attempt (target, check_at) WHERE closed_at IS NULL;
CREATE TABLE evidence (
  id text PRIMARY KEY, target text NOT NULL, external_id text NOT NULL, attempt_id text,
  at bigint NOT NULL, seen_at bigint NOT NULL, action text NOT NULL, status text NOT NULL,
  detail text NOT NULL);
CREATE INDEX evidence_attempt ON evidence (attempt_id);
CREATE INDEX evidence_person ON evidence (target, external_id, at);
CREATE TABLE target (
  name text PRIMARY KEY, halted text, paused_until bigint NOT NULL, job text, job_checked_at bigint,
  log_read_at bigint, newest_row_at bigint);
CREATE TABLE note (
  ticket_id text NOT NULL REFERENCES ticket (id), version integer NOT NULL, status text NOT NULL,
  headline text NOT NULL, text text NOT NULL, created_at bigint NOT NULL, shown_at bigint,
  PRIMARY KEY (ticket_id, version));
CREATE TABLE attention (
  id text PRIMARY KEY, cause text NOT NULL, subject text NOT NULL, ticket_id text,
  reason text NOT NULL, opened_at bigint NOT NULL, closed_at bigint, closed_by text);
CREATE INDEX attention_open ON attention (opened_at) WHERE closed_at IS NULL;
CREATE INDEX attention_subject ON attention (subject);
CREATE TABLE sweep (
  connection text PRIMARY KEY, since bigint NOT NULL, ran_at bigint, found integer NOT NULL, error text);
CREATE TABLE audit (
  seq integer PRIMARY KEY AUTOINCREMENT, at bigint NOT NULL, actor text NOT NULL, action text NOT NULL,
  subject text NOT NULL, data text NOT NULL, previous text NOT NULL, hash text NOT NULL);
CREATE INDEX audit_subject ON audit (subject)
`;

const REFUSALS = `
ALTER TABLE ticket ADD COLUMN refusal text;
CREATE INDEX delivery_ticket ON delivery (connection, ticket_ref);
CREATE INDEX delivery_refused ON delivery (received_at) WHERE problem IS NOT NULL
`;

import type { Selectable } from 'kysely';
import type { TicketRow } from '../../ledger/claim.js';
import type {
  AttemptTable,
  AttentionTable,
  AuditTable,
  ChangeTable,
  DeliveryTable,
  EvidenceTable,
  NoteTable,
  PersonTable,
  UploadTable,
} from '../../ports/schema.js';
import type { Reader } from '../../ports/store.js';

export interface RequestRows {
  ticket: TicketRow;
  changes: (Selectable<ChangeTable> &
    Pick<PersonTable, 'display_name' | 'external_id' | 'baseline'>)[];
  attempts: Selectable<AttemptTable>[];
  uploads: Selectable<UploadTable>[];
  evidence: Selectable<EvidenceTable>[];
  notes: Selectable<NoteTable>[];
  deliveries: Selectable<DeliveryTable>[];
  attention: Selectable<AttentionTable>[];
  audit: Selectable<AuditTable>[];
}

/** A request older than this many events is shown with its newest ones. */
const MOST = 300;

/** Everything the ledger knows of one ticket. */
export async function readRequest(read: Reader, id: string): Promise<RequestRows | undefined> {
  const ticket = await read
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!ticket) return undefined;
  const changes = await changesOf(read, id);
  const attempts = await attemptsOf(read, changes);
  const uploads = await byIds(
    attempts.map((one) => one.upload_id),
    (ids) => read.selectFrom('upload').selectAll().where('id', 'in', ids).execute(),
  );
  const evidence = await byIds(
    attempts.map((one) => one.id),
    (ids) =>
      read
        .selectFrom('evidence')
        .selectAll()
        .where('attempt_id', 'in', ids)
        .orderBy('at')
        .limit(MOST)
        .execute(),
  );
  const subjects = [`ticket:${id}`, ...changes.map((change) => `change:${change.id}`)];
  return { ticket, changes, attempts, uploads, evidence, ...(await told(read, ticket, subjects)) };
}

async function told(read: Reader, ticket: TicketRow, subjects: string[]) {
  return {
    notes: await read
      .selectFrom('note')
      .selectAll()
      .where('ticket_id', '=', ticket.id)
      .orderBy('version', 'desc')
      .limit(MOST)
      .execute(),
    attention: await read
      .selectFrom('attention')
      .selectAll()
      .where((eb) => eb.or([eb('subject', 'in', subjects), eb('ticket_id', '=', ticket.id)]))
      .orderBy('opened_at')
      .limit(MOST)
      .execute(),
    audit: await read
      .selectFrom('audit')
      .selectAll()
      .where('subject', 'in', subjects)
      .orderBy('seq', 'desc')
      .limit(MOST)
      .execute(),
    deliveries: await deliveriesOf(read, ticket),
  };
}

function changesOf(read: Reader, ticketId: string) {
  return read
    .selectFrom('change')
    .innerJoin('person', 'person.id', 'change.person_id')
    .selectAll('change')
    .select(['person.display_name', 'person.external_id', 'person.baseline'])
    .where('change.ticket_id', '=', ticketId)
    .orderBy('change.effective_at')
    .orderBy('change.id')
    .execute();
}

/**
 * Attempts that carried this ticket's changes. A change names only its newest attempt, so earlier
 * tries are found as those of the same person since it was first sent; what went before that was
 * another request's.
 */
async function attemptsOf(read: Reader, changes: RequestRows['changes']) {
  const sent = changes.filter((change) => change.attempt_id !== null);
  if (sent.length === 0) return [];
  const first = await firstSent(read, sent);
  const spans = sent.map((change) => ({
    person: change.person_id,
    since: first.get(change.id) ?? Number(change.created_at),
    until: Number(change.settled_at ?? Number.MAX_SAFE_INTEGER),
  }));
  return read
    .selectFrom('attempt')
    .selectAll()
    .where((eb) =>
      eb.or(
        spans.map(({ person, since, until }) =>
          eb.and([
            eb('person_id', '=', person),
            eb('started_at', '>=', since),
            eb('started_at', '<=', until),
          ]),
        ),
      ),
    )
    .orderBy('started_at')
    .limit(MOST)
    .execute();
}

async function firstSent(
  read: Reader,
  changes: RequestRows['changes'],
): Promise<Map<string, number>> {
  const ids = new Map(changes.map(({ id }) => [`change:${id}`, id]));
  const rows = await read
    .selectFrom('audit')
    .select((eb) => ['subject', eb.fn.min('at').as('at')])
    .where('subject', 'in', [...ids.keys()])
    .where('action', '=', 'change.sent')
    .groupBy('subject')
    .execute();
  return new Map(rows.map(({ subject, at }) => [ids.get(subject) ?? '', Number(at)]));
}

async function deliveriesOf(read: Reader, ticket: TicketRow) {
  return read
    .selectFrom('delivery')
    .selectAll()
    .where('connection', '=', ticket.connection)
    .where((eb) =>
      eb.or([
        eb('ticket_ref', '=', ticket.ref),
        ...(ticket.number ? [eb('ticket_number', '=', ticket.number)] : []),
      ]),
    )
    .where('received_at', '>=', Number(ticket.received_at) - 86_400_000)
    .orderBy('received_at', 'desc')
    .limit(MOST)
    .execute();
}

function byIds<Row>(ids: string[], query: (ids: string[]) => Promise<Row[]>): Promise<Row[]> {
  return ids.length === 0 ? Promise.resolve([]) : query([...new Set(ids)]);
}

import {
  violation,
  type AuditEvent,
  type Checker,
  type History,
  type Violation,
} from '../history.js';
import {
  askedByPerson,
  askedTickets,
  ofSubject,
  repeated,
  sentRecords,
  subjectId,
  type Asked,
} from './facts.js';

/**
 * I3: nobody is touched whom no ticket names; nobody is created twice; no two people share a name;
 * and in the end the directory shows what the tickets that took effect say, person by person.
 */
export const rightPerson: Checker = (history) => [
  ...strangers(history),
  ...createdTwice(history),
  ...sharedNames(history),
  ...namesSentTwice(history),
  ...borrowedTitles(history),
  ...renamed(history),
  ...wrongEnd(history),
];

function strangers(history: History): Violation[] {
  const named = new Set(askedTickets(history).map(({ person }) => person));
  const sent = new Set(sentRecords(history).map(({ externalId }) => externalId));
  return [...sent]
    .filter((externalId) => !named.has(externalId))
    .map((externalId) => violation('I3', `${externalId} was sent and no ticket names them`));
}

function createdTwice({ events }: History): Violation[] {
  const created = events
    .filter((event) => event.op === 'processed' && event['effect'] === 'create')
    .map((event) => String(event['externalId']));
  return repeated(created).map((externalId) => violation('I3', `${externalId} was created twice`));
}

function sharedNames({ directory }: History): Violation[] {
  const byName = Map.groupBy(directory, ({ userName }) => userName.toLowerCase());
  return [...byName]
    .filter(([, users]) => users.length > 1)
    .map(([, users]) =>
      violation('I3', `${users.map((one) => one.externalId).join(' and ')} share a user name`),
    );
}

/** Also where Entra refused the second. */
function namesSentTwice(history: History): Violation[] {
  const named = sentRecords(history).filter(({ userName }) => userName !== null);
  const byName = Map.groupBy(named, ({ userName }) => String(userName).toLowerCase());
  return [...byName]
    .map(([name, records]) => ({ name, ids: new Set(records.map((one) => one.externalId)) }))
    .filter(({ ids }) => ids.size > 1)
    .map(({ name, ids }) => violation('I3', `${[...ids].join(' and ')} were sent as ${name}`));
}

/** A record holds what the person's own tickets say, or what was there before. */
function borrowedTitles(history: History): Violation[] {
  const askedOf = askedByPerson(history);
  const before = new Map(history.before.map(({ externalId, title }) => [externalId, title]));
  return sentRecords(history)
    .filter(({ externalId, title }) => {
      if (title === '' || title === before.get(externalId)) return false;
      return !askedOf(externalId).some(({ titles }) => titles.some(({ value }) => value === title));
    })
    .map(({ externalId, title }) => violation('I3', `${externalId} was sent as "${title}"`));
}

/** Nothing we send ever renames an account that exists, as far as we could know that it does. */
function renamed(history: History): Violation[] {
  const now = new Map(history.directory.map((user) => [user.externalId, user.userName]));
  const sent = sentRecords(history);
  return history.before
    .filter(({ externalId, userName }) => now.has(externalId) && now.get(externalId) !== userName)
    .filter(({ externalId }) => {
      const [first] = sent.filter((record) => record.externalId === externalId);
      return history.promises.directoryRead || first?.userName === null;
    })
    .map(({ externalId }) => violation('I3', `${externalId} was renamed`));
}

const DONE = ['applied', 'unchanged'];

interface Effect {
  person: string;
  step: string;
  kind: string;
  from: number;
  approvedAt: number;
  seq: number;
  marker: string;
}

/** Enabled or not, and in which role: the last of the changes that took effect decides. */
function wrongEnd(history: History): Violation[] {
  const effects = effectsOf(history);
  const directory = new Map(history.directory.map((user) => [user.externalId, user]));
  return [...Map.groupBy(effects, ({ person }) => person)].flatMap(([person, own]) => {
    const user = directory.get(person);
    if (!user) return [violation('I3', `${person} has an outcome and no account`)];
    const ordered = own.sort(
      (a, b) => a.from - b.from || a.approvedAt - b.approvedAt || a.seq - b.seq,
    );
    const status = ordered.filter(({ step }) => step !== 'move').at(-1);
    const role = ordered.filter(({ marker }) => marker !== '').at(-1);
    const enabled = status && status.step === 'activate';
    return [
      ...(status && user.enabled !== enabled
        ? [
            violation(
              'I3',
              `${person} ends ${user.enabled ? 'enabled' : 'disabled'} after ${status.step}`,
            ),
          ]
        : []),
      ...(role && !user.title.startsWith(role.marker)
        ? [violation('I3', `${person} ends as "${user.title}", not "${role.marker}"`)]
        : []),
    ];
  });
}

function effectsOf(history: History): Effect[] {
  const people = new Map(history.people.map(({ id, externalId }) => [id, externalId]));
  const refs = new Map(history.tickets.map(({ id, ref }) => [id, ref]));
  const asked = new Map(askedTickets(history).map((ticket) => [ticket.ref, ticket]));
  const states = new Map(history.changes.map(({ id, state }) => [id, state]));
  const activated = activatedTickets(history);
  return ofSubject(history.audit, 'change')
    .filter(({ data }) => data['effectiveAt'] !== undefined)
    .filter((event) => tookEffect(event, activated, states))
    .map(({ seq, data }) => {
      const approvedAt = Number(data['approvedAt']);
      const ticket = asked.get(refs.get(String(data['ticket'])) ?? '');
      const step = String(data['step']);
      return {
        person: people.get(String(data['person'])) ?? '',
        ...{ step, kind: String(data['kind']), approvedAt, seq },
        from: Math.max(Number(data['effectiveAt']), approvedAt),
        marker: markerOf(ticket, step),
      };
    });
}

/** A creation that was due together with its activation is told as superseded by it. */
function tookEffect(
  event: AuditEvent,
  activated: ReadonlySet<unknown>,
  states: ReadonlyMap<string, string>,
): boolean {
  const state = states.get(subjectId(event)) ?? '';
  if (DONE.includes(state)) return true;
  if (event.data['step'] !== 'create' || state !== 'superseded') return false;
  return activated.has(event.data['ticket']);
}

function activatedTickets({ audit }: History): Set<unknown> {
  const done = audit.filter(
    ({ action, data }) =>
      data['step'] === 'activate' && DONE.includes(action.slice('change.'.length)),
  );
  return new Set(done.map(({ data }) => data['ticket']));
}

/** Only the steps that set a title carry the ticket's marker. */
function markerOf(ticket: Asked | undefined, step: string): string {
  return step === 'create' || step === 'move' ? (ticket?.marker ?? '') : '';
}

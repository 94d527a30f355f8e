import { violation, type Checker, type History, type Violation } from '../history.js';
import { ofSubject, repeated, subjectId } from './facts.js';
import { notes } from './i07-evidence.js';

const MARKER = /\bjml-[0-9a-f]{8}-(\d+)\b/;

/** I8: every note stands on the ticket once, the newest last, and every ticket shows its end. */
export const shownOnce: Checker = (history) => [
  ...writtenTwice(history),
  ...outOfOrder(history),
  ...neverShown(history),
  ...notThere(history),
  ...outOfDate(history),
];

function writtenTwice(history: History): Violation[] {
  const markers = notes(history).map((note) => MARKER.exec(String(note['value']))?.[0] ?? '');
  return [
    ...repeated(markers)
      .filter((marker) => marker !== '')
      .map((marker) => violation('I8', `note ${marker} was written twice`)),
    ...markers.filter((marker) => marker === '').map(() => violation('I8', 'a note has no marker')),
  ];
}

function outOfOrder(history: History): Violation[] {
  const byTicket = Map.groupBy(notes(history), (note) => String(note['element_id']));
  return [...byTicket].flatMap(([ticket, own]) => {
    const versions = own.map((note) => Number(MARKER.exec(String(note['value']))?.[1] ?? 0));
    const sorted = versions.every(
      (version, index) => index === 0 || version > versions[index - 1]!,
    );
    return sorted
      ? []
      : [violation('I8', `notes of ${ticket} in the order ${versions.join(', ')}`)];
  });
}

/** Whoever got an outcome has heard of it: the last thing shown came after the last thing settled. */
function neverShown(history: History): Violation[] {
  const settled = new Map<string, number>();
  const shown = new Map<string, number>();
  for (const event of history.audit) {
    if (/^change\.(applied|unchanged|failed)$/.test(event.action)) {
      settled.set(String(event.data['ticket']), event.seq);
    }
    if (event.action === 'writeback.shown') shown.set(subjectId(event), event.seq);
  }
  const hidden = undeliverable(history);
  return [...settled]
    .filter(([ticket, seq]) => (shown.get(ticket) ?? 0) < seq && !hidden.has(ticket))
    .map(([ticket]) => violation('I8', `ticket ${ticket} was never told its outcome`));
}

/** What the trail says was shown stands on the ticket. */
function notThere(history: History): Violation[] {
  const { clockSkewMs } = history.promises;
  const written = new Map(
    notes(history).map((note) => [MARKER.exec(String(note['value']))?.[0] ?? '', note.at]),
  );
  return history.audit
    .filter(({ action }) => action === 'writeback.shown')
    .filter((event) => {
      const marker = `jml-${subjectId(event).slice(0, 8)}-${String(event.data['version'])}`;
      return (written.get(marker) ?? Infinity) > event.at + clockSkewMs;
    })
    .map((event) =>
      violation('I8', `${event.subject} is said to show ${String(event.data['version'])}`),
    );
}

/** In the end the ticket's status field says what the bridge holds true. */
function outOfDate(history: History): Violation[] {
  const { tickets, shown, audit } = history;
  const told = new Set(
    audit.filter(({ action }) => action === 'writeback.shown').map((event) => subjectId(event)),
  );
  const hidden = undeliverable(history);
  return tickets
    .filter(({ id }) => told.has(id) && !hidden.has(id))
    .filter(({ ref, status }) => status !== null && shown.get(ref) !== status)
    .map(({ ref, number, status }) =>
      violation('I8', `${number} shows "${shown.get(ref)}", it is ${status}`),
    );
}

/** Tickets that could not be told the last time. */
function undeliverable({ audit }: History): Set<string> {
  const last = new Map<string, string>();
  for (const event of ofSubject(audit, 'ticket')) {
    if (/^writeback\.(shown|undeliverable)$/.test(event.action)) {
      last.set(subjectId(event), event.action);
    }
  }
  return new Set([...last].filter(([, end]) => end !== 'writeback.shown').map(([id]) => id));
}

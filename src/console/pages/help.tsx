import type { JSX } from 'preact';
import { MarkShape, Status } from '../parts/status-mark.js';
import { STATUSES, STATUS_WORDS } from '../words/status.js';
import { WRITEBACK_STATES, WRITEBACK_WORDS } from '../words/writeback.js';

const WORDS: [string, string][] = [
  ['Ticket', 'The request in the ticket system. Only its own approval counts.'],
  ['Change', 'What a ticket wants for one person from an instant on. A hire may have two.'],
  ['Attempt', 'One person in one call to Microsoft Entra. A request may need several.'],
  ['Evidence', 'A row of Microsoft Entra’s log, or a look into the directory, that proves it.'],
  ['Writeback', 'What the ticket is told. Its newest note is the truth.'],
  ['Late leaver', 'A termination past its deadline without proof. It is never given up.'],
];

export function Help() {
  return (
    <article class="help">
      <h1>Help</h1>
      <h2>States of a request</h2>
      <dl class="glossary">
        {STATUSES.map((status) => (
          <Entry word={<Status status={status} />} meaning={STATUS_WORDS[status].meaning} />
        ))}
      </dl>
      <h2>States of a writeback</h2>
      <dl class="glossary">
        {WRITEBACK_STATES.map((state) => {
          const { word, mark, tone, meaning } = WRITEBACK_WORDS[state];
          const shown = (
            <span class={`status ${tone}`}>
              <MarkShape mark={mark} />
              <span>{word}</span>
            </span>
          );
          return <Entry word={shown} meaning={meaning} />;
        })}
      </dl>
      <h2>Words</h2>
      <dl class="glossary">
        {WORDS.map(([word, meaning]) => (
          <Entry word={<b>{word}</b>} meaning={meaning} />
        ))}
      </dl>
      <h2>Finding a request</h2>
      <p>
        Search by a whole ticket number, employee id, user name or request id, or by the beginning
        of a ticket number. Filters stand in the address of the page: share it to share the list.
      </p>
    </article>
  );
}

function Entry({ word, meaning }: { word: JSX.Element; meaning: string }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>{meaning}</dd>
    </div>
  );
}

import { shortUtc } from '../instant.js';
import type { RequestDetail } from '../models/request-detail.js';
import { steps, type Step } from '../models/steps.js';
import { MarkShape, Status } from '../parts/status-mark.js';
import { Ago, Exact } from '../parts/when.js';
import { requestTitle } from '../words/kind.js';
import { meaning } from '../words/meaning.js';
import { ownerWord } from '../words/owner.js';
import { STATUS_WORDS, type Mark } from '../words/status.js';

export interface TicketPage {
  request: RequestDetail;
  now: number;
}

/** For the agent who has the person on the phone: is it done, and if not, who has it and when. */
export function Ticket({ request, now }: TicketPage) {
  const { tone } = STATUS_WORDS[request.status];
  const title = requestTitle(request.kind, request.person);
  return (
    <article class="ticket">
      <p class="soft">{request.number}</p>
      <h1>{title}</h1>
      <div class={`verdict ${tone}`}>
        <p class="verdict-head">
          <Status status={request.status} />
        </p>
        <p class="headline">{request.headline || STATUS_WORDS[request.status].meaning}</p>
        <Note request={request} />
        <Plan request={request} now={now} />
      </div>
      <Steps list={steps(request)} />
      <h2>What this means</h2>
      <p>{meaning(request.kind, request.status)}</p>
      <Who request={request} />
      <p>
        <button type="button" data-copy={summary(request, now)} hidden>
          Copy summary for the caller
        </button>
        <span class="soft" role="status" data-copied />
      </p>
      <Told request={request} />
    </article>
  );
}

/** The note often begins with the headline, which stands above it already. */
function Note({ request: { note, headline } }: { request: RequestDetail }) {
  const text = note.startsWith(headline) ? note.slice(headline.length).trim() : note;
  return text ? <p class="note-text">{text}</p> : null;
}

function Plan({ request, now }: TicketPage) {
  const { deadlineAt, nextAt, final } = request;
  if (final) return null;
  return (
    <>
      {nextAt !== null && nextAt > now && (
        <p>
          We look again <Ago at={nextAt} now={now} />.
        </p>
      )}
      {deadlineAt !== null && (
        <p class={deadlineAt < now ? 'bad' : undefined}>
          {deadlineAt < now ? 'The deadline has passed: ' : 'Deadline: '}
          <Exact at={deadlineAt} />
        </p>
      )}
    </>
  );
}

const STEP_MARKS: Record<Step['state'], [mark: Mark, tone: string, word: string]> = {
  done: ['check', 'good', 'done'],
  now: ['half', 'active', 'now'],
  later: ['dash', 'neutral', 'later'],
  stopped: ['cross', 'bad', 'stopped'],
};

function Steps({ list }: { list: Step[] }) {
  return (
    <ol class="steps" aria-label="Steps">
      {list.map(({ name, state }) => {
        const [mark, tone, word] = STEP_MARKS[state];
        return (
          <li class={`status ${tone}`} aria-current={state === 'now' ? 'step' : undefined}>
            <MarkShape mark={mark} />
            <span>
              {name} <span class="soft">{word}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Who({ request }: { request: RequestDetail }) {
  const reason = request.reasons[0];
  return (
    <>
      <h2>Who has it</h2>
      <p>
        {reason
          ? `${ownerWord(reason.owner)}. ${reason.next}`
          : 'The bridge. Nothing needs to be done by you.'}
      </p>
      <p>Urgent? Call Identity Operations and name the ticket number.</p>
    </>
  );
}

function Told({ request }: { request: RequestDetail }) {
  const shown = request.notes.filter((note) => note.shownAt !== null);
  if (shown.length === 0) return null;
  return (
    <>
      <h2>What the ticket was told</h2>
      <ul class="told">
        {shown.map((note) => (
          <li>
            <Exact at={note.shownAt ?? note.createdAt} /> {note.headline}
          </li>
        ))}
      </ul>
    </>
  );
}

function summary(request: RequestDetail, now: number): string {
  const { word, meaning: sense } = STATUS_WORDS[request.status];
  return [
    `${request.number}: ${requestTitle(request.kind, request.person)}`,
    `Status: ${word}. ${request.headline || sense}`,
    meaning(request.kind, request.status),
    `As of ${shortUtc(now, 0)}`,
  ].join('\n');
}

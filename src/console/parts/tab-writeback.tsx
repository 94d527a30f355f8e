import type { RequestDetail } from '../models/request-detail.js';
import { isStatus } from '../words/status.js';
import { Empty } from './empty.js';
import { Status, Writeback } from './status-mark.js';
import { Ago, Exact } from './when.js';

/** What the ticket's reader was told, newest first, and whether it is there. */
export function WritebackTab({ request, now }: { request: RequestDetail; now: number }) {
  const { writeback, notes } = request;
  return (
    <>
      <p class="lead">
        <Writeback state={writeback.state} />
        {writeback.error && <span>{writeback.error}</span>}
        {writeback.nextAt !== null && (
          <span class="soft">
            next try <Ago at={writeback.nextAt} now={now} />
          </span>
        )}
        {writeback.tries > 0 && <span class="soft">{`${writeback.tries} tries failed`}</span>}
      </p>
      {notes.length === 0 ? (
        <Empty title="Nothing was written to the ticket yet.">
          The first note is written once the ticket was read back.
        </Empty>
      ) : (
        <ol class="notes">
          {notes.map((note) => (
            <li>
              <p class="note-head">
                {isStatus(note.status) ? <Status status={note.status} /> : note.status}
                <span class="soft">
                  {note.shownAt === null ? 'not shown yet, made ' : 'shown '}
                  <Exact at={note.shownAt ?? note.createdAt} />
                </span>
              </p>
              <p class="headline">{note.headline}</p>
              <p class="note-text">{note.text}</p>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

import type { PageOf } from '../cursor.js';
import type { Filters } from '../filters.js';
import { path } from '../href.js';
import type { WritebackRow } from '../models/writeback-row.js';
import { DataGrid } from '../parts/data-grid.js';
import { Empty } from '../parts/empty.js';
import { Link } from '../parts/link.js';
import { Pager } from '../parts/pager.js';
import { Status, Writeback } from '../parts/status-mark.js';
import { Age, Ago } from '../parts/when.js';
import { WRITEBACK_STATES, WRITEBACK_WORDS, type WritebackState } from '../words/writeback.js';

export interface WritebacksPage {
  page: PageOf<WritebackRow>;
  counts: ReadonlyMap<WritebackState, number>;
  filters: Filters;
  now: number;
}

export function Writebacks({ page, counts, filters, now }: WritebacksPage) {
  const words = filters.writeback === 'delivered' ? ['Newer', 'Older'] : ['Earlier', 'Later'];
  return (
    <>
      <div class="heading">
        <h1>Writebacks</h1>
        <p class="soft">Which tickets do not yet show the truth?</p>
      </div>
      <nav class="tabs" aria-label="Writeback state">
        <ul>
          <StateTab counts={counts} open={filters.writeback} />
          {WRITEBACK_STATES.map((state) => (
            <StateTab counts={counts} state={state} open={filters.writeback} />
          ))}
        </ul>
      </nav>
      {page.rows.length === 0 ? <Nothing filters={filters} /> : <Rows rows={page.rows} now={now} />}
      <Pager
        at={['writebacks']}
        query={{ ...filters }}
        {...page}
        words={[words[0] ?? '', words[1] ?? '']}
      />
    </>
  );
}

interface StateTabProps {
  counts: ReadonlyMap<WritebackState, number>;
  state?: WritebackState;
  open: WritebackState | undefined;
}

function StateTab({ counts, state, open }: StateTabProps) {
  const count = state ? counts.get(state) : [...counts.values()].reduce((a, b) => a + b, 0);
  return (
    <li>
      <Link
        to={path(['writebacks'], { writeback: state })}
        current={open === state ? 'page' : undefined}
      >
        {state ? WRITEBACK_WORDS[state].word : 'all not delivered'}
        {count !== undefined && count > 0 && <span class="count">{count}</span>}
      </Link>
    </li>
  );
}

function Rows({ rows, now }: { rows: WritebackRow[]; now: number }) {
  return (
    <DataGrid
      caption="Tickets and what they are to show"
      heads={[
        'Ticket',
        'To be shown',
        'Writeback',
        'Behind for',
        'Tries',
        'Last answer',
        'Next try',
      ]}
      rows={rows.map((row) => [
        <Link to={path(['requests', row.id, 'writeback'])} class="number">
          {row.number}
        </Link>,
        <>
          <Status status={row.status} />
          <span class="sub">{row.headline}</span>
        </>,
        <Writeback state={row.writeback} />,
        row.since === null ? '–' : <Age at={row.since} now={now} />,
        row.tries,
        row.error || '–',
        row.nextAt === null ? '–' : <Ago at={row.nextAt} now={now} />,
      ])}
    />
  );
}

function Nothing({ filters }: { filters: Filters }) {
  if (filters.writeback === 'delivered') {
    return (
      <Empty title="No ticket was told anything yet.">
        Tickets appear here once their first note was written.
      </Empty>
    );
  }
  return (
    <Empty title="Nothing here: no ticket is behind.">
      To see what tickets were told,{' '}
      <Link to="/writebacks?writeback=delivered">show what was delivered</Link>.
    </Empty>
  );
}

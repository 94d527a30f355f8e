import { path } from '../href.js';
import type { PageOf } from '../cursor.js';
import type { Filters } from '../filters.js';
import type { RequestRow } from '../models/request-row.js';
import { Empty } from '../parts/empty.js';
import { FilterChips } from '../parts/filter-chips.js';
import { FilterForm } from '../parts/filter-form.js';
import { Link } from '../parts/link.js';
import { Pager } from '../parts/pager.js';
import { Status, Writeback } from '../parts/status-mark.js';
import { Ago, Age } from '../parts/when.js';
import { kindNoun } from '../words/kind.js';

export interface RequestsPage {
  page: PageOf<RequestRow>;
  filters: Filters;
  connections: readonly string[];
  rowsPerPage: number;
  now: number;
}

export function Requests({ page, filters, connections, rowsPerPage, now }: RequestsPage) {
  const query = { ...filters, rows: rowsPerPage === 50 ? undefined : String(rowsPerPage) };
  return (
    <>
      <div class="heading">
        <h1>Requests</h1>
        <FilterChips at={['requests']} filters={filters} />
      </div>
      <FilterForm filters={filters} connections={connections} />
      {page.rows.length === 0 ? (
        <Nothing filtered={Object.keys(filters).length > 0} />
      ) : (
        <RequestTable rows={page.rows} now={now} />
      )}
      <Pager at={['requests']} query={query} {...page} words={['Newer', 'Older']} />
    </>
  );
}

function RequestTable({ rows, now }: { rows: RequestRow[]; now: number }) {
  return (
    <table class="rows">
      <caption class="hidden">Requests, newest first</caption>
      <thead>
        <tr>
          {['Ticket', 'Person', 'Kind', 'State', 'Age', 'Due', 'Writeback'].map((head) => (
            <th scope="col">{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row row={row} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, now }: { row: RequestRow; now: number }) {
  return (
    <tr data-row={row.id}>
      <th scope="row">
        <Link to={path(['requests', row.id])} class="number">
          {row.number}
        </Link>
      </th>
      <td data-label="Person">
        {row.person || <span class="soft">not known yet</span>}
        {row.externalId && <span class="sub">{row.externalId}</span>}
        {row.more > 0 && <span class="sub">{`and ${row.more} more`}</span>}
      </td>
      <td data-label="Kind">{kindNoun(row.kind)}</td>
      <td data-label="State" class="wide">
        <Status status={row.status} cell="status" />
        <span class="sub" data-cell="headline">
          {row.headline}
        </span>
        {row.cause && (
          <Link to={path(['attention'])} class="sub cause">
            {`attention: ${row.cause}`}
          </Link>
        )}
      </td>
      <td data-label="Age" class="numeric">
        <Age at={row.receivedAt} now={now} />
      </td>
      <td data-label="Due" class={row.late ? 'numeric bad' : 'numeric'}>
        {row.late && 'late, '}
        {row.dueAt === null ? '–' : <Ago at={row.dueAt} now={now} />}
      </td>
      <td data-label="Writeback">
        <Writeback state={row.writeback} cell="writeback" />
      </td>
    </tr>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <Empty title="No request fits these filters.">
        Take a filter away above, or search by a whole ticket number, employee id, user name or
        request id. <Link to="/requests">Show all requests</Link>
      </Empty>
    );
  }
  return (
    <Empty title="No requests yet.">
      Raise a request in the ticket system and approve it there. It appears here within seconds of
      the webhook, or with the next sweep. <Link to="/help">What the states mean</Link>
    </Empty>
  );
}

import type { PageOf } from '../cursor.js';
import { path } from '../href.js';
import type { DeliveryRow } from '../models/delivery-row.js';
import { DataGrid } from '../parts/data-grid.js';
import { Empty } from '../parts/empty.js';
import { Link } from '../parts/link.js';
import { Pager } from '../parts/pager.js';
import { MarkShape } from '../parts/status-mark.js';
import { Ago } from '../parts/when.js';
import type { DeliveryFilters } from '../queries/deliveries.js';

export interface DeliveriesPage {
  page: PageOf<DeliveryRow>;
  filters: DeliveryFilters;
  now: number;
}

export function Deliveries({ page, filters, now }: DeliveriesPage) {
  const tabs = [
    ['refused', undefined],
    ['all', 'yes'],
  ] as const;
  return (
    <>
      <div class="heading">
        <h1>Deliveries</h1>
        <p class="soft">Which messages came in, and why were some refused?</p>
      </div>
      <nav class="tabs" aria-label="Which deliveries">
        <ul>
          {tabs.map(([word, all]) => (
            <li>
              <Link
                to={path(['deliveries'], { ...filters, all })}
                current={filters.all === all ? 'page' : undefined}
              >
                {word}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {page.rows.length === 0 ? <Nothing filters={filters} /> : <Rows rows={page.rows} now={now} />}
      <Pager at={['deliveries']} query={{ ...filters }} {...page} words={['Newer', 'Older']} />
    </>
  );
}

function Rows({ rows, now }: { rows: DeliveryRow[]; now: number }) {
  return (
    <DataGrid
      caption="Messages of senders who proved themselves"
      heads={['Received', 'Connection', 'Answer', 'What was wrong', 'Request', 'Delivery']}
      rows={rows.map((row) => [
        <Ago at={row.receivedAt} now={now} />,
        row.connection,
        <Answered row={row} />,
        row.errors.length === 0 ? '–' : row.errors.map((line) => <code class="sub">{line}</code>),
        <AboutTicket row={row} />,
        <>
          <code>{row.id}</code>
          <span class="sub">{`sent as ${row.eventId}`}</span>
        </>,
      ])}
    />
  );
}

function Answered({ row }: { row: DeliveryRow }) {
  return (
    <span class={row.refused ? 'status warn' : 'status good'}>
      <MarkShape mark={row.refused ? 'alert' : 'check'} />
      <span>{`${row.status} ${row.answer}`}</span>
    </span>
  );
}

function AboutTicket({ row }: { row: DeliveryRow }) {
  if (!row.ticketId) return row.ticket || 'not known';
  return (
    <Link to={path(['requests', row.ticketId])} class="number">
      {row.ticket}
    </Link>
  );
}

function Nothing({ filters }: { filters: DeliveryFilters }) {
  if (filters.all) {
    return (
      <Empty title="Nothing was delivered yet.">
        Messages of your ticket systems appear here as soon as they come in. What was sent by
        somebody who did not prove who they are is in the log only.
      </Empty>
    );
  }
  return (
    <Empty title="No message was refused.">
      To see what came in, <Link to={path(['deliveries'], { all: 'yes' })}>show all</Link>.
    </Empty>
  );
}

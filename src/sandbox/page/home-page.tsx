import { CATALOG } from '../servicenow/catalog/questions.js';
import { type Row, valueOf } from '../servicenow/row.js';
import { Badge } from './badge.js';
import { Layout } from './layout.js';

interface HomeProps {
  now: string;
  items: readonly Row[];
  stateLabel: (item: Row) => string;
  /** Whom the request is about. */
  personIn: (item: Row) => string;
}

/** As many as a person looks through. */
const SHOWN = 100;

export function HomePage({ now, items, stateLabel, personIn }: HomeProps) {
  return (
    <Layout title="Requests" at="/" now={now}>
      <section aria-labelledby="raise">
        <h2 id="raise">Raise a request</h2>
        <ul class="cards">
          {CATALOG.filter(({ standalone }) => standalone).map((item) => (
            <li>
              <a href={`/sandbox/order/${item.sysId}`}>{item.name}</a>
              <p>{item.description}</p>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="tickets">
        <h2 id="tickets">Tickets</h2>
        {items.length === 0 ? (
          <p>No request yet. Raise one above, then approve it as the manager.</p>
        ) : (
          <Tickets items={items.slice(0, SHOWN)} {...{ stateLabel, personIn }} />
        )}
      </section>
    </Layout>
  );
}

function Tickets({ items, stateLabel, personIn }: Omit<HomeProps, 'now'>) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-labelledby="tickets">
      <table>
        <thead>
          <tr>
            {['Number', 'Request', 'Person', 'Raised (UTC)', 'Approval', 'State', 'Bridge'].map(
              (name) => (
                <th scope="col">{name}</th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr>
              <th scope="row">
                <a href={`/sandbox/tickets/${valueOf(item, 'number')}`}>
                  {valueOf(item, 'number')}
                </a>
              </th>
              <td>{valueOf(item, 'short_description')}</td>
              <td>{personIn(item) || '–'}</td>
              <td>{valueOf(item, 'sys_created_on')}</td>
              <td>
                <Badge text={valueOf(item, 'approval')} />
              </td>
              <td>{stateLabel(item)}</td>
              <td>{valueOf(item, 'u_jml_status') || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

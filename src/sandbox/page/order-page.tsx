import type { CatalogItem } from '../servicenow/catalog/questions.js';
import type { Row } from '../servicenow/row.js';
import { valueOf } from '../servicenow/row.js';
import { Field, type Option, Select } from './field.js';
import { Layout } from './layout.js';

export interface FormOptions {
  users: readonly Option[];
  sites: readonly Option[];
}

interface OrderProps extends FormOptions {
  now: string;
  item: CatalogItem;
  values: Row;
  errors: readonly string[];
  /** User names, for whoever raises the request. */
  agents: readonly Option[];
}

export function OrderPage({ now, item, values, errors, users, sites, agents }: OrderProps) {
  return (
    <Layout title={item.name} at="/" now={now}>
      <Errors errors={errors} />
      <form method="post" autocomplete="off" action={`/sandbox/order/${item.sysId}`}>
        <div class="field">
          <label for="field-as">Raised by</label>
          <Select
            {...{ id: 'field-as', name: 'sandbox_as', required: true, options: agents }}
            value={valueOf(values, 'sandbox_as') || 'miguel.santos'}
          />
        </div>
        <Fields {...{ item, values, users, sites }} />
        <p class="actions">
          <button type="submit">Submit request</button>
          <a href="/">Back to requests</a>
        </p>
      </form>
    </Layout>
  );
}

interface FieldsProps extends FormOptions {
  item: CatalogItem;
  values: Row;
}

export function Fields({ item, values, users, sites }: FieldsProps) {
  return (
    <>
      {item.questions.map((question) => (
        <Field
          question={question}
          value={valueOf(values, question.name)}
          options={question.reference === 'cmn_location' ? sites : users}
        />
      ))}
    </>
  );
}

export function Errors({ errors }: { errors: readonly string[] }) {
  if (errors.length === 0) return null;
  return (
    <div class="errors" role="alert">
      <h2>Something is missing</h2>
      <ul>
        {errors.map((name) => (
          <li>
            <a href={`#field-${name}`}>{name}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The form of a ticket that is there already, on a page of its own that does not reload. */
export function EditPage({
  now,
  item,
  values,
  users,
  sites,
  number,
}: FieldsProps & { now: string; number: string }) {
  return (
    <Layout title={`Edit variables of ${number}`} at="/" now={now}>
      <form method="post" autocomplete="off" action={`/sandbox/tickets/${number}/edit`}>
        <Fields {...{ item, values, users, sites }} />
        <p class="actions">
          <button type="submit">Save variables</button>
          <a href={`/sandbox/tickets/${number}`}>Back to the ticket</a>
        </p>
      </form>
    </Layout>
  );
}

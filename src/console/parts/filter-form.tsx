import { KINDS } from '../../domain/kind.js';
import { AGES, type Filters } from '../filters.js';
import { STATUSES, STATUS_WORDS } from '../words/status.js';
import { WRITEBACK_STATES, WRITEBACK_WORDS } from '../words/writeback.js';

interface FilterFormProps {
  filters: Filters;
  connections: readonly string[];
}

/** Works without script: a form that reads the list anew. */
export function FilterForm({ filters, connections }: FilterFormProps) {
  return (
    <form class="filters" action="/requests" method="get" data-submit-on-change>
      {(['q', 'cause', 'late'] as const).map(
        (name) => filters[name] && <input type="hidden" name={name} value={filters[name]} />,
      )}
      <Choice name="kind" label="Kind" value={filters.kind} options={KINDS.map((k) => [k, k])} />
      <Choice
        name="state"
        label="State"
        value={filters.state}
        options={STATUSES.map((status) => [status, STATUS_WORDS[status].word])}
      />
      <Choice
        name="writeback"
        label="Writeback"
        value={filters.writeback}
        options={WRITEBACK_STATES.map((state) => [state, WRITEBACK_WORDS[state].word])}
      />
      <Choice
        name="age"
        label="Older than"
        value={filters.age}
        options={Object.keys(AGES).map((age) => [age, age])}
      />
      {connections.length > 1 && (
        <Choice
          name="connection"
          label="Connection"
          value={filters.connection}
          options={connections.map((one) => [one, one])}
        />
      )}
      <button type="submit">Filter</button>
    </form>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  value: string | undefined;
  options: (readonly [string, string])[];
}

function Choice({ name, label, value, options }: ChoiceProps) {
  return (
    <label>
      <span>{label}</span>
      <select name={name}>
        <option value="">any</option>
        {options.map(([key, word]) => (
          <option value={key} selected={key === value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

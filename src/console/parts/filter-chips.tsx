import type { Filters } from '../filters.js';
import { path } from '../href.js';
import { STATUS_WORDS } from '../words/status.js';
import { WRITEBACK_WORDS } from '../words/writeback.js';
import { Link } from './link.js';

/** The conditions in force, each to be taken away by one click, like breadcrumbs. */
export function FilterChips({ at, filters }: { at: readonly string[]; filters: Filters }) {
  const names = Object.keys(filters) as (keyof Filters)[];
  if (names.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filters">
      {names.map((name) => (
        <li class="chip">
          <span>{chipText(name, filters)}</span>
          <Link
            to={path(at, { ...filters, [name]: undefined })}
            label={`Remove filter ${chipText(name, filters)}`}
          >
            ×
          </Link>
        </li>
      ))}
      {names.length > 1 && (
        <li>
          <Link to={path(at)}>Clear all</Link>
        </li>
      )}
    </ul>
  );
}

function chipText(name: keyof Filters, filters: Filters): string {
  if (name === 'late') return 'late leavers';
  if (name === 'q') return `found by: ${filters.q}`;
  if (name === 'age') return `older than ${filters.age}`;
  if (name === 'state' && filters.state) return `state: ${STATUS_WORDS[filters.state].word}`;
  if (name === 'writeback' && filters.writeback) {
    return `writeback: ${WRITEBACK_WORDS[filters.writeback].word}`;
  }
  return `${name}: ${filters[name]}`;
}

import { path } from '../href.js';
import { Link } from './link.js';

interface PagerProps {
  at: readonly string[];
  query: Record<string, string | undefined>;
  previous?: string | undefined;
  next?: string | undefined;
  words: readonly [previous: string, next: string];
}

export function Pager({ at, query, previous, next, words }: PagerProps) {
  if (!previous && !next) return null;
  const keep = { ...query, after: undefined, before: undefined };
  return (
    <nav class="pager" aria-label="Pages">
      {previous && (
        <Link to={path(at, { ...keep, before: previous })} class="button">
          {`← ${words[0]}`}
        </Link>
      )}
      {next && (
        <Link to={path(at, { ...keep, after: next })} class="button">
          {`${words[1]} →`}
        </Link>
      )}
    </nav>
  );
}

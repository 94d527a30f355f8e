import { Link } from './link.js';
import { MarkShape } from './status-mark.js';
import type { Shell } from './shell.js';

const SECTIONS = [
  ['/attention', 'Attention'],
  ['/requests', 'Requests'],
  ['/writebacks', 'Writebacks'],
  ['/deliveries', 'Deliveries'],
  ['/help', 'Help'],
] as const;

export function TopBar({ shell }: { shell: Shell }) {
  return (
    <header class="top">
      <div class="top-line">
        <Link to="/requests" class="brand">
          <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
            <path d="M2 17.5h20M4 17.5c0-6 3.6-9.5 8-9.5s8 3.5 8 9.5M12 8v9.5M7.7 9.9v7.6m8.6-7.6v7.6" />
          </svg>
          JML Bridge
        </Link>
        <span class="environment">{shell.environment}</span>
        {!shell.plain && (
          <form class="search" action="/requests" method="get" role="search">
            <input
              type="search"
              name="q"
              aria-label="Find a request"
              placeholder="Ticket, employee id, user name, request id"
              autocomplete="off"
              data-search
            />
            <button type="submit">Find</button>
          </form>
        )}
        {shell.counts && !shell.plain && <Late count={shell.counts.lateLeavers} />}
        {shell.signedIn && (
          <form class="sign-out" action="/sign-out" method="post">
            <button type="submit">Sign out</button>
          </form>
        )}
      </div>
      {!shell.plain && <Navigation shell={shell} />}
    </header>
  );
}

/** Always there, also at none: people look for it where they know it. */
function Late({ count }: { count: number }) {
  return (
    <Link to="/requests?late=yes" class={count > 0 ? 'late bad' : 'late good'}>
      <MarkShape mark="alert" />
      <MarkShape mark="check" />
      <span>
        Late leavers: <b data-count="lateLeavers">{count}</b>
      </span>
    </Link>
  );
}

function Navigation({ shell }: { shell: Shell }) {
  return (
    <nav aria-label="Console">
      <ul>
        {SECTIONS.map(([to, name]) => (
          <li>
            <Link to={to} current={shell.section === to ? 'page' : undefined}>
              {name}
              {to === '/attention' && shell.counts && (
                <span class="count" data-count="attention" hidden={shell.counts.attention === 0}>
                  {shell.counts.attention}
                </span>
              )}
            </Link>
          </li>
        ))}
        <li class="live">
          <button type="button" data-live-switch aria-pressed="true" hidden>
            Live updates
          </button>
        </li>
      </ul>
    </nav>
  );
}

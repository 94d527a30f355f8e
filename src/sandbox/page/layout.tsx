import type { ComponentChildren } from 'preact';

const PLACES = [
  { href: '/', label: 'Requests' },
  { href: '/sandbox/directory', label: 'Directory' },
  { href: '/sandbox/time', label: 'Clock' },
];

interface LayoutProps {
  title: string;
  /** Address of the place this page belongs to. */
  at: string;
  /** Sandbox time, ISO 8601. */
  now: string;
  refreshSeconds?: number;
  children: ComponentChildren;
}

export function Layout({ title, at, now, refreshSeconds, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {refreshSeconds && <meta http-equiv="refresh" content={String(refreshSeconds)} />}
        <title>{`${title} · Sandbox`}</title>
        <link rel="stylesheet" href="/sandbox/assets/sandbox.css" />
        <link rel="icon" href="/sandbox/assets/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <header>
          <p class="brand">
            Sandbox <span>ServiceNow and Entra stand-ins</span>
          </p>
          <nav aria-label="Sandbox">
            {PLACES.map(({ href, label }) => (
              <a href={href} aria-current={href === at ? 'page' : undefined}>
                {label}
              </a>
            ))}
          </nav>
          <Clock now={now} />
        </header>
        <main id="main">
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}

function Clock({ now }: { now: string }) {
  return (
    <p class="clock">
      Sandbox time <time datetime={now}>{`${now.slice(0, 10)} ${now.slice(11, 19)} UTC`}</time>
    </p>
  );
}

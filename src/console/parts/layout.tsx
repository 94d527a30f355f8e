import type { ComponentChildren } from 'preact';
import { Link } from './link.js';
import type { Shell } from './shell.js';
import { TopBar } from './top-bar.js';

export function Layout({ shell, children }: { shell: Shell; children: ComponentChildren }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${shell.title} · JML Bridge`}</title>
        <link rel="icon" href={shell.asset('icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={shell.asset('app.css')} />
        <script type="module" src={shell.asset('app.js')} />
      </head>
      <body
        class={shell.plain ? 'plain' : undefined}
        data-revision={shell.revision ?? undefined}
        data-now={shell.now}
      >
        <Link to="#main" class="skip">
          Skip to content
        </Link>
        <TopBar shell={shell} />
        <main id="main" tabIndex={-1}>
          {shell.revision !== null && (
            <p class="news" role="status" data-news>
              <span data-news-text />
              <Link to="?" class="button">
                Show
              </Link>
            </p>
          )}
          {children}
        </main>
        <footer>
          <p>Times are UTC unless a place is named.</p>
        </footer>
      </body>
    </html>
  );
}

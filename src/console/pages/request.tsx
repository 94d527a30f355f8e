import type { RequestDetail } from '../models/request-detail.js';
import { Link } from '../parts/link.js';
import { RequestHead } from '../parts/request-head.js';
import { path } from '../href.js';
import { Attempts } from '../parts/tab-attempts.js';
import { Data } from '../parts/tab-data.js';
import { Evidence } from '../parts/tab-evidence.js';
import { Timeline } from '../parts/tab-timeline.js';
import { WritebackTab } from '../parts/tab-writeback.js';

export const TABS = ['timeline', 'evidence', 'data', 'attempts', 'writeback'] as const;
export type Tab = (typeof TABS)[number];

export interface RequestPage {
  request: RequestDetail;
  tab: Tab;
  now: number;
}

export function Request({ request, tab, now }: RequestPage) {
  return (
    <>
      <RequestHead request={request} now={now} />
      <nav class="tabs" aria-label="About this request">
        <ul>
          {TABS.map((one) => (
            <li>
              <Link to={tabPath(request.id, one)} current={one === tab ? 'page' : undefined}>
                {title(one)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <h2 class="hidden">{title(tab)}</h2>
      {content({ request, tab, now })}
    </>
  );
}

function tabPath(id: string, tab: Tab): string {
  return tab === 'timeline' ? path(['requests', id]) : path(['requests', id, tab]);
}

function title(tab: Tab): string {
  return tab[0]?.toUpperCase() + tab.slice(1);
}

function content({ request, tab, now }: RequestPage) {
  if (tab === 'evidence') return <Evidence lines={request.evidence} />;
  if (tab === 'data') return <Data steps={request.data} answers={request.answers} />;
  if (tab === 'attempts') return <Attempts lines={request.attempts} now={now} />;
  if (tab === 'writeback') return <WritebackTab request={request} now={now} />;
  return <Timeline lines={request.timeline} />;
}

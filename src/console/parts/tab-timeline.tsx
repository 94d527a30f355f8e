import { span } from '../instant.js';
import type { EventSource } from '../models/timeline-event.js';
import type { TimelineLine } from '../models/timeline.js';
import { Empty } from './empty.js';
import { Exact } from './when.js';

const SOURCES: Record<EventSource, string> = {
  ticket: 'Ticket system',
  bridge: 'Bridge',
  entra: 'Microsoft Entra',
  attention: 'Attention',
};

export function Timeline({ lines }: { lines: TimelineLine[] }) {
  if (lines.length === 0) {
    return (
      <Empty title="Nothing happened yet.">
        The ticket is read back within seconds of its delivery; look again then.
      </Empty>
    );
  }
  return (
    <ol class="timeline">
      {lines.map((line) =>
        line.is === 'gap' ? (
          <li class="gap">{`${span(line.gap.ms)} ${line.gap.label}`}</li>
        ) : (
          <li class={`event from-${line.event.source}`}>
            <Exact at={line.event.at} />
            <div>
              <p class="event-text">{line.event.text}</p>
              {line.event.detail && <p class="soft">{line.event.detail}</p>}
            </div>
            <span class="source">{SOURCES[line.event.source]}</span>
          </li>
        ),
      )}
    </ol>
  );
}

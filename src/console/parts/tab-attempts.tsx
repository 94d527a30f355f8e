import { span } from '../instant.js';
import type { AttemptLine } from '../models/request-detail.js';
import { DataGrid } from './data-grid.js';
import { Empty } from './empty.js';
import { Ago, Exact } from './when.js';

export function Attempts({ lines, now }: { lines: AttemptLine[]; now: number }) {
  if (lines.length === 0) {
    return (
      <Empty title="Nothing was sent yet.">
        A request is sent once it is approved, understood and due. The timeline says what it waits
        for.
      </Empty>
    );
  }
  return (
    <DataGrid
      caption="Attempts, oldest first"
      heads={['Attempt', 'Person', 'Sent', 'Answer', 'State', 'Confirm by', 'Next look', 'Call']}
      rows={lines.map((line) => [
        `#${line.number}`,
        line.externalId,
        <Exact at={line.startedAt} />,
        answer(line),
        <>
          {line.state}
          {line.why && <span class="sub">{line.why}</span>}
        </>,
        line.confirmBy === null ? '–' : <Ago at={line.confirmBy} now={now} />,
        line.nextLookAt === null ? '–' : <Ago at={line.nextLookAt} now={now} />,
        <>
          <code>{line.uploadId}</code>
          {line.requestId && <code class="sub">{`request-id ${line.requestId}`}</code>}
        </>,
      ])}
    />
  );
}

function answer(line: AttemptLine): string {
  if (line.answeredAt === null) return 'none yet';
  return `${line.answer ?? 'none'} after ${span(line.answeredAt - line.startedAt)}`;
}

import type { EvidenceLine } from '../models/request-detail.js';
import { DataGrid } from './data-grid.js';
import { Empty } from './empty.js';
import { Exact } from './when.js';

export function Evidence({ lines }: { lines: EvidenceLine[] }) {
  if (lines.length === 0) {
    return (
      <Empty title="No evidence yet.">
        Microsoft Entra’s log usually names a change 5 to 10 minutes after it was accepted. Rows
        that decided something are kept here as long as the request is.
      </Empty>
    );
  }
  return (
    <DataGrid
      caption="Rows of the provisioning log and directory reads that were used"
      heads={['At', 'Person', 'Action', 'Status', 'Modified', 'Change id', 'Cycle id']}
      rows={lines.map((line) => [
        <Exact at={line.at} />,
        line.externalId,
        line.action,
        <>
          {line.status}
          {line.error && <span class="sub">{line.error}</span>}
        </>,
        line.modified.join(', ') || '–',
        <code>{line.changeId || line.id}</code>,
        <code>{line.cycleId || '–'}</code>,
      ])}
    />
  );
}

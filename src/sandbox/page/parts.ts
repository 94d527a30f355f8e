import type { Clock } from '../../ports/clock.js';
import type { ServiceNowSandbox } from '../servicenow/index.js';
import type { DirectoryEntry } from './directory-page.js';

/** What the pages show and act on. */
export interface PageParts {
  servicenow: ServiceNowSandbox;
  clock: Pick<Clock, 'now'>;
  turnClock: (ms: number) => void;
  directory: () => DirectoryEntry[];
}

import type { TopBarCounts } from '../queries/top-bar.js';

/** What every page has around it. */
export interface Shell {
  title: string;
  /** The navigation entry that is open, by its address. */
  section: string;
  environment: string;
  counts: TopBarCounts | null;
  /** The bridge's time, which in the sandbox is not the browser's. */
  now: number;
  asset: (name: string) => string;
  /** Digest of what the page shows; live updates compare it. Null: the page does not change. */
  revision: string | null;
  /** The agent's page: no console around it. */
  plain?: boolean;
  /** A session that can be ended. */
  signedIn?: boolean;
}

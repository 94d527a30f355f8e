import { Layout } from './layout.js';

/** A day somebody waits for: a start, a change or a last day. */
export interface Milestone {
  /** ISO 8601 instant. */
  at: string;
  label: string;
}

export function TimePage({ now, milestones }: { now: string; milestones: readonly Milestone[] }) {
  return (
    <Layout title="Clock" at="/sandbox/time" now={now}>
      <p>
        The sandbox runs on a clock of its own. It can be turned forward, never back; what falls due
        on the way happens at once.
      </p>
      <section aria-labelledby="by">
        <h2 id="by">Turn forward</h2>
        <form method="post" action="/sandbox/time" class="actions">
          <button type="submit" name="advance" value="PT1H">
            1 hour
          </button>
          <button type="submit" name="advance" value="P1D">
            1 day
          </button>
        </form>
      </section>
      <section aria-labelledby="to">
        <h2 id="to">To a day a ticket waits for</h2>
        {milestones.length === 0 && <p>No open ticket waits for a day ahead.</p>}
        <form method="post" action="/sandbox/time">
          <ul class="plain">
            {milestones.map(({ at, label }) => (
              <li>
                <button type="submit" name="to" value={at} class="quiet">
                  {label}
                </button>
              </li>
            ))}
          </ul>
        </form>
      </section>
    </Layout>
  );
}

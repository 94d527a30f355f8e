/** Who can move a stuck matter on. */
export type Owner = 'service-desk' | 'manager' | 'operations' | 'identity-admin' | 'nobody';

/**
 * Why something was refused, held, retried or failed. `code` is stable and goes to logs, metrics
 * and filters; the sentences go to people and must carry no secrets.
 */
export interface Reason {
  /** Stable, kebab-case, e.g. `unknown-person`. */
  code: string;
  /** What happened, one plain sentence. */
  what: string;
  /** What to do next, one plain sentence. */
  next: string;
  owner: Owner;
  /** Where in the template or the ticket, e.g. `employee_number`; never the value itself. */
  pointer?: string;
  /** Of a call to the target: certainly nothing of it was taken. */
  notTaken?: true;
}

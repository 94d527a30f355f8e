import { PEOPLE } from '../../src/sandbox/people-data.js';
import type { ServiceNowSandbox } from '../../src/sandbox/servicenow/index.js';
import { DAY } from './plan.js';
import type { SimClock } from './sim-clock.js';

/** The people at the ticket system: what they do there, where no network is in the way. */
export class Instance {
  /** `sys_id` by employee number, of everybody a form can name. */
  private readonly users = new Map(PEOPLE.map((one) => [one.employeeNumber, one.sysId]));

  constructor(
    private readonly sandbox: ServiceNowSandbox,
    private readonly clock: Pick<SimClock, 'now' | 'after'>,
    private readonly afterwards: () => void,
  ) {}

  get employeeNumbers(): ReadonlyMap<string, string> {
    return new Map([...this.users].map(([number, sysId]) => [sysId, number]));
  }

  after(ms: number, act: () => void): void {
    this.clock.after(ms, () => {
      act();
      this.afterwards();
    });
  }

  /** A date so many days from now, as forms have it. */
  day(ahead: number): string {
    return new Date(this.clock.now() + ahead * DAY).toISOString().slice(0, 10);
  }

  userOf(employeeNumber: string): string {
    return this.users.get(employeeNumber) ?? '';
  }

  /** Enters somebody new, as the HR feed of the instance would, so that forms can name them. */
  enter(employeeNumber: string): void {
    const answer = this.api('POST', '/api/now/table/sys_user', {
      ...{ user_name: `nova${employeeNumber}`, first_name: 'Nova', last_name: 'Recruit' },
      name: 'Nova Recruit',
      ...{ employee_number: employeeNumber, active: 'true', manager: PEOPLE[5]!.sysId },
    }) as { sys_id: string };
    this.users.set(employeeNumber, answer.sys_id);
  }

  order(item: string, variables: Record<string, string>, by: string): string {
    const row = this.sandbox.desk.order(item, variables, by);
    if (!row) throw new Error('the order was not taken');
    return String(row['sys_id']);
  }

  decide(ref: string, state: 'approved' | 'rejected' | 'requested'): void {
    for (const { row } of this.sandbox.desk.ticket(ref)?.approvals ?? []) {
      this.sandbox.desk.decide(String(row['sys_id']), state, '');
    }
  }

  approveSilently(ref: string): void {
    this.sandbox.scenario({ name: 'silent approval', item: ref });
  }

  repeatWebhook(ref: string): void {
    this.sandbox.scenario({ name: 'flow restarted', item: ref });
  }

  cancel(ref: string): void {
    this.sandbox.desk.cancel(ref, 'grace.kim');
  }

  edit(ref: string, values: Record<string, string>): void {
    this.sandbox.desk.edit(ref, values, 'grace.kim');
  }

  private api(method: string, path: string, body: object): unknown {
    const answer = this.sandbox.handle(
      {
        ...{ method, path, query: new URLSearchParams() },
        headers: {
          authorization: `Basic ${Buffer.from('admin:sandbox').toString('base64')}`,
          ...{ accept: 'application/json', 'content-type': 'application/json' },
        },
        body: Buffer.from(JSON.stringify(body)),
      },
      'http://127.0.0.1/servicenow',
    );
    return (JSON.parse(answer.body) as { result: unknown }).result;
  }
}

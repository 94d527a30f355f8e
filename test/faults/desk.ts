import { PEOPLE, SITES } from '../../src/sandbox/people-data.js';
import { CATALOG_ITEMS } from '../../src/sandbox/servicenow/index.js';
import type { World } from '../simulation/world.js';

type Variables = Record<string, string>;

/** Somebody at the service desk: orders, has approved, changes their mind. */
export class Desk {
  constructor(private readonly world: World) {}

  /** For day one so many days from now, 0 being today. */
  hire(employeeNumber: string, startsIn = 0, more: Variables = {}): string {
    const lisbon = SITES[0]!;
    const variables = {
      ...{ first_name: `Nova${employeeNumber.slice(-3)}`, last_name: 'Recruit' },
      ...{ employee_number: employeeNumber, employee_type: 'Employee', job_title: 'Engineer' },
      ...{ department: 'Engineering', start_date: this.world.instance.day(startsIn) },
      ...{ manager: PEOPLE[5]!.sysId, location: lisbon.sysId },
    };
    return this.order(CATALOG_ITEMS.newHire, { ...variables, ...more });
  }

  /** From today on, unless another day is given. */
  transfer(employeeNumber: string, title: string, effectiveDate = ''): string {
    const user = this.world.instance.userOf(employeeNumber);
    const variables = { user, effective_date: effectiveDate, new_job_title: title };
    return this.order(CATALOG_ITEMS.transfer, variables);
  }

  /** At once, unless a last day is given, so many days from now. */
  terminate(employeeNumber: string, lastDayIn?: number, more: Variables = {}): string {
    const immediate = lastDayIn === undefined ? 'Yes' : 'No';
    return this.order(CATALOG_ITEMS.termination, {
      user: this.world.instance.userOf(employeeNumber),
      ...{ last_day: this.world.instance.day(lastDayIn ?? 0), immediate },
      ...more,
    });
  }

  approve(...refs: string[]): void {
    this.act(() => refs.forEach((ref) => this.world.instance.decide(ref, 'approved')));
  }

  reject(ref: string): void {
    this.act(() => this.world.instance.decide(ref, 'rejected'));
  }

  /** Takes the approval back. */
  revoke(ref: string): void {
    this.act(() => this.world.instance.decide(ref, 'requested'));
  }

  cancel(ref: string): void {
    this.act(() => this.world.instance.cancel(ref));
  }

  edit(ref: string, values: Variables): void {
    this.act(() => this.world.instance.edit(ref, values));
  }

  /** The instance tells of the ticket once more, under a new id. */
  repeatWebhook(ref: string): void {
    this.act(() => this.world.instance.repeatWebhook(ref));
  }

  /** Texts of the notes the bridge wrote on the ticket, oldest first. */
  notes(ref: string): string[] {
    const rows = this.world.servicenow.desk.ticket(ref)?.notes ?? [];
    return rows
      .filter((row) => row['sys_created_by'] === 'jml.bridge')
      .map((row) => String(row['value']));
  }

  /** What the ticket's status field says. */
  status(ref: string): string {
    return String(this.world.servicenow.desk.ticket(ref)?.item['u_jml_status'] ?? '');
  }

  private order(item: string, variables: Variables): string {
    let ref = '';
    this.act(() => (ref = this.world.instance.order(item, variables, 'grace.kim')));
    return ref;
  }

  private act(work: () => void): void {
    work();
    this.world.instance.after(0, () => undefined);
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { PEOPLE, SITES } from '../../src/sandbox/people-data.js';
import { CATALOG_ITEMS } from '../../src/sandbox/servicenow/index.js';
import { violation, type FinalUser, type Violation } from '../simulation/history.js';
import type { Instance } from '../simulation/instance.js';
import type { SimRandom } from '../simulation/sim-random.js';

const BY = 'grace.kim';
const OWN_TEAM = 'E10008';
/** Below the managers; nobody approves what they raised themselves. */
const STAFF = PEOPLE.slice(8).filter(({ manager }) => manager !== OWN_TEAM);
/** The ticket system writes seconds: what came first must show in them. */
const APART_MS = 3_000;
const BERLIN = SITES.find(({ name }) => name === 'Berlin')?.sysId ?? '';
const MANAGER = PEOPLE[5]!.sysId;

interface Standing {
  enabled: boolean;
  title: string;
}

/** Requests one after the other, due at once, and how everybody must stand when all are done. */
export class SteadyWork {
  tickets = 0;
  private readonly wanted = new Map<string, Standing>(
    STAFF.map(({ employeeNumber, title }) => [employeeNumber, { enabled: true, title }]),
  );
  private readonly touchedAt = new Map<string, number>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly instance: Instance,
    private readonly random: SimRandom,
  ) {}

  /** Until stopped. */
  async flow(everyMs: number): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      this.one();
      const ms = this.random.between(0.5, 1.5) * everyMs;
      await pause(ms, undefined, { signal }).catch(() => undefined);
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Many at once: hires, which wait for nobody. */
  hire(count: number): void {
    for (let hired = 0; hired < count; hired++) this.newHire();
  }

  /** One approved request, as chance has it. */
  one(): void {
    const rested = STAFF.map(({ employeeNumber }) => employeeNumber).filter(
      (number) => this.isEnabled(number) && this.restedBy(number) <= Date.now(),
    );
    const roll = this.random.fraction();
    if (roll < 0.4 || rested.length === 0) return this.newHire();
    const person = this.random.pick(rested);
    this.touchedAt.set(person, Date.now());
    // Who has left stays out of the story: enough must remain.
    if (roll < 0.5 && this.leavers() < STAFF.length / 2) return this.terminate(person);
    this.transfer(person);
  }

  /** Whoever does not stand as the tickets say. */
  ends(directory: readonly FinalUser[]): Violation[] {
    return [...this.wanted].flatMap(([number, { enabled, title }]) => {
      const found = directory.find(({ externalId }) => externalId === number);
      const fits = found?.enabled === enabled && found.title === title;
      const told = found ? `${found.enabled ? 'enabled' : 'disabled'} as ${found.title}` : 'nobody';
      const due = `${enabled ? 'enabled' : 'disabled'} as ${title}`;
      return fits ? [] : [violation('I3', `${number} ends ${told}, not ${due}`)];
    });
  }

  private newHire(): void {
    const number = `N${60_001 + this.tickets}`;
    this.approve(CATALOG_ITEMS.newHire, {
      ...{ first_name: `Nova${number.slice(1)}`, last_name: 'Recruit', employee_number: number },
      ...{ start_date: this.instance.day(0), employee_type: 'Employee', job_title: this.title() },
      ...{ department: 'Engineering', manager: MANAGER, location: BERLIN },
    });
    this.wanted.set(number, { enabled: true, title: this.title(this.tickets - 1) });
  }

  private transfer(number: string): void {
    const title = this.title();
    const user = this.instance.userOf(number);
    this.approve(CATALOG_ITEMS.transfer, { user, effective_date: '', new_job_title: title });
    this.wanted.set(number, { enabled: true, title });
  }

  private terminate(number: string): void {
    const user = this.instance.userOf(number);
    const last_day = this.instance.day(0);
    this.approve(CATALOG_ITEMS.termination, { user, immediate: 'Yes', last_day });
    this.wanted.set(number, { ...this.wanted.get(number)!, enabled: false });
  }

  private approve(item: string, variables: Record<string, string>): void {
    this.tickets++;
    this.instance.decide(this.instance.order(item, variables, BY), 'approved');
  }

  private title(number = this.tickets): string {
    return `Role ${number + 1}`;
  }

  private isEnabled(number: string): boolean {
    return this.wanted.get(number)?.enabled ?? false;
  }

  private restedBy(number: string): number {
    return (this.touchedAt.get(number) ?? 0) + APART_MS;
  }

  private leavers(): number {
    return STAFF.filter(({ employeeNumber }) => !this.isEnabled(employeeNumber)).length;
  }
}

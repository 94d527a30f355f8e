import { setImmediate as breathe } from 'node:timers/promises';
import { turnClock } from '../../src/sandbox/control/turn-clock.js';
import { PEOPLE, SITES } from '../../src/sandbox/people-data.js';
import { CATALOG_ITEMS } from '../../src/sandbox/servicenow/index.js';
import { startSandbox, type RunningSandbox, type SandboxOptions } from '../../src/sandbox/start.js';
import { answerParent } from './answer-parent.js';

export interface Hires {
  people: number;
  /** As forms have it, e.g. `2026-12-01`. */
  startDate: string;
}

/** Few enough that webhooks leave between two of them. */
const AT_ONCE = 20;

let running: RunningSandbox;

/** Both stand-ins in a process of their own, and the people at the ticket system. */
answerParent({
  async run(options: SandboxOptions) {
    running = await startSandbox(options);
  },
  async raise({ people, startDate }: Hires) {
    for (let number = 0; number < people; number++) {
      approve(order(number, startDate));
      if (number % AT_ONCE === 0) await breathe();
    }
  },
  turn({ ms }: { ms: number }) {
    turnClock(running.state, running.clock, ms);
  },
  now: () => running.clock.now(),
  close: () => running.close(),
});

function order(number: number, startDate: string): string {
  const variables = {
    ...{ first_name: 'Bench', last_name: `Person${number}`, employee_number: `B${number}` },
    ...{ start_date: startDate, employee_type: 'Employee', job_title: 'Tester' },
    ...{ department: 'IT', cost_center: '1', company: 'Sandbox' },
    ...{ manager: PEOPLE[5]!.sysId, location: SITES[number % SITES.length]!.sysId },
  };
  const row = running.servicenow.desk.order(CATALOG_ITEMS.newHire, variables, 'grace.kim');
  if (!row) throw new Error('the order was not taken');
  return String(row['sys_id']);
}

function approve(ticket: string): void {
  const { desk } = running.servicenow;
  for (const { row } of desk.ticket(ticket)?.approvals ?? []) {
    desk.decide(String(row['sys_id']), 'approved', '');
  }
}

import { PEOPLE, SITES } from '../../src/sandbox/people-data.js';
import { CATALOG_ITEMS } from '../../src/sandbox/servicenow/index.js';
import { askedTickets } from '../simulation/checkers/facts.js';
import { violation, type History, type Violation } from '../simulation/history.js';
import type { Instance } from '../simulation/instance.js';
import { DAY } from '../simulation/plan.js';

/** Where the story is told: a ticket system, time, and a bridge that may die at any moment. */
export interface Scene {
  instance: Instance;
  /** Resolves when nothing is left to do before the next change is due. */
  settled(): Promise<void>;
  turn(ms: number): Promise<void>;
  /** Of the next webhook. */
  mishap(effect: 'lose' | 'duplicate'): void;
}

const BY = 'grace.kim';

/**
 * A month in eleven tickets: hires now and later, transfers, leavers at once and planned, one hire
 * and one leaver called off in time, a leaver who comes back, a webhook lost and two sent twice.
 */
export async function tell(scene: Scene): Promise<void> {
  const later = firstDay(scene);
  await scene.settled();
  secondThoughts(scene, later);
  await scene.settled();
  for (const days of [5, 10, 16]) {
    await scene.turn(days * DAY);
    await scene.settled();
  }
}

interface Later {
  plannedHire: string;
  calledOffHire: string;
  calledOffLeaver: string;
}

function firstDay(scene: Scene): Later {
  const { instance } = scene;
  scene.mishap('duplicate');
  approve(instance, hire(instance, 'N50001', 'Role 1', 0));
  const plannedHire = approve(instance, hire(instance, 'N50002', 'Role 2', 20));
  const calledOffHire = approve(instance, hire(instance, 'N50003', 'Role 3', 30));
  instance.decide(hire(instance, 'N50004', 'Role 4', 0), 'rejected');
  approve(instance, transfer(instance, 'E10009', 'Role 5'));
  approve(instance, termination(instance, 'E10010', 'now'));
  approve(instance, termination(instance, 'E10011', 3));
  approve(instance, transfer(instance, 'E10011', 'Role 8'));
  const calledOffLeaver = approve(instance, termination(instance, 'E10012', 4));
  return { plannedHire, calledOffHire, calledOffLeaver };
}

function secondThoughts(scene: Scene, later: Later): void {
  const { instance } = scene;
  approve(instance, hire(instance, 'E10010', 'Role 10', 10));
  scene.mishap('lose');
  approve(instance, transfer(instance, 'E10013', 'Role 11'));
  instance.repeatWebhook(later.plannedHire);
  instance.cancel(later.calledOffHire);
  instance.cancel(later.calledOffLeaver);
}

/** How everybody must stand at the end; nobody is an account that must not exist. */
const END: Record<string, { enabled: boolean; title: string } | 'nobody'> = {
  N50001: { enabled: true, title: 'Role 1' },
  N50002: { enabled: true, title: 'Role 2' },
  N50003: 'nobody',
  N50004: 'nobody',
  E10009: { enabled: true, title: 'Role 5' },
  E10010: { enabled: true, title: 'Role 10' },
  E10011: { enabled: false, title: 'Role 8' },
  E10012: { enabled: true, title: titleOf('E10012') },
  E10013: { enabled: true, title: 'Role 11' },
};

/** The directory ends as the story does, person by person; others stay as they were. */
export function storyEnds(history: History): Violation[] {
  const people = new Set([...Object.keys(END), ...history.before.map((one) => one.externalId)]);
  return [...people].flatMap((person) => {
    const before = history.before.find(({ externalId }) => externalId === person);
    const end = history.directory.find(({ externalId }) => externalId === person);
    const shown = end ? `${end.enabled ? 'enabled' : 'disabled'} as ${end.title}` : 'nobody';
    const wanted = END[person] ?? before ?? 'nobody';
    const told =
      wanted === 'nobody'
        ? 'nobody'
        : `${wanted.enabled ? 'enabled' : 'disabled'} as ${wanted.title}`;
    return shown === told ? [] : [violation('I3', `${person} ends ${shown}, not ${told}`)];
  });
}

/** Where faults may end a request for good: whoever does not end as told, somebody was told of. */
export function endsOrIsTold(history: History): Violation[] {
  const asked = askedTickets(history);
  const told = new Set(
    history.attention.flatMap(({ ticket }) => {
      const ref = history.tickets.find(({ id }) => id === ticket)?.ref;
      return asked.filter((one) => one.ref === ref).map(({ person }) => person);
    }),
  );
  return storyEnds(history).filter(({ what }) => !told.has(what.slice(0, what.indexOf(' '))));
}

function approve(instance: Instance, ref: string): string {
  instance.decide(ref, 'approved');
  return ref;
}

function hire(instance: Instance, number: string, marker: string, startsIn: number): string {
  const known = PEOPLE.find(({ employeeNumber }) => employeeNumber === number);
  return instance.order(
    CATALOG_ITEMS.newHire,
    {
      first_name: known?.firstName ?? `Nova${number.slice(-2)}`,
      last_name: known?.lastName ?? 'Recruit',
      ...{ employee_number: number, start_date: instance.day(startsIn) },
      ...{ employee_type: 'Employee', job_title: marker, department: 'Engineering' },
      manager: personOf('E10006').sysId,
      location: SITES.find(({ name }) => name === 'Berlin')?.sysId ?? '',
    },
    BY,
  );
}

function transfer(instance: Instance, number: string, marker: string): string {
  const variables = { user: personOf(number).sysId, effective_date: '', new_job_title: marker };
  return instance.order(CATALOG_ITEMS.transfer, variables, BY);
}

function termination(instance: Instance, number: string, when: 'now' | number): string {
  const [immediate, lastDay] = when === 'now' ? ['Yes', 0] : ['No', when];
  const variables = { user: personOf(number).sysId, immediate, last_day: instance.day(lastDay) };
  return instance.order(CATALOG_ITEMS.termination, variables, BY);
}

function personOf(number: string) {
  const found = PEOPLE.find(({ employeeNumber }) => employeeNumber === number);
  if (!found) throw new Error(`nobody has the number ${number}`);
  return found;
}

function titleOf(number: string): string {
  return personOf(number).title;
}

import { PEOPLE, SITES } from '../../src/sandbox/people-data.js';
import { CATALOG_ITEMS } from '../../src/sandbox/servicenow/index.js';
import type { Instance } from './instance.js';
import { HOUR, MINUTE, REQUESTED, type FaultPlan } from './plan.js';
import type { SimRandom } from './sim-random.js';

/** What one ticket is about, and what people will do with it. */
interface Wish {
  kind: 'newHire' | 'transfer' | 'termination';
  employeeNumber: string;
  variables: Record<string, string>;
  /** Who raises it; the person who approves is the manager by the instance's own rule. */
  by: string;
}

/** Where a day ends within the simulated two. */
const NEAR_SITES = SITES.filter((one) => ['Lisbon', 'Berlin', 'Tokyo'].includes(one.name));

/** Lets people raise, approve, change, revoke and cancel requests over a day, as chance has it. */
export function scheduleWork(instance: Instance, random: SimRandom, plan: FaultPlan): void {
  const tickets = plan.busy ? 12 + random.below(6) : 5 + random.below(4);
  const newcomers = plan.busy ? 6 : 2 + random.below(2);
  const hires = Array.from({ length: newcomers }, (_, index) => `N${40_001 + index}`);
  for (const employeeNumber of hires) instance.enter(employeeNumber);
  const cast = { hires, everybody: [...REQUESTED, ...hires], stars: plan.stars };
  for (let count = 0; count < tickets; count++) {
    const wish = makeWish(instance, random, count, cast);
    instance.after(random.between(0, plan.raisedWithinMs), () =>
      live(instance, random, wish, plan.raisedWithinMs),
    );
  }
}

/** Employee numbers of whom requests are about. */
interface Cast {
  hires: string[];
  everybody: string[];
  stars: string[];
}

function makeWish(instance: Instance, random: SimRandom, count: number, cast: Cast): Wish {
  const marker = `Role ${count + 1}`;
  const by = random.chance(0.9) ? 'grace.kim' : random.pick(['ana.silva', 'juergen.mueller']);
  const roll = random.fraction();
  if (roll < 0.2) return hire(instance, random, random.pick(cast.hires), marker, by);
  const onStar = cast.stars.length > 0 && random.chance(0.75);
  const person = random.pick(onStar ? cast.stars : cast.everybody);
  if (roll < 0.32) return hire(instance, random, person, marker, by);
  if (roll < 0.66) return transfer(instance, random, person, marker, by);
  return termination(instance, random, person, by);
}

function hire(
  instance: Instance,
  random: SimRandom,
  employeeNumber: string,
  marker: string,
  by: string,
): Wish {
  const known = PEOPLE.find((one) => one.employeeNumber === employeeNumber);
  const start = random.pick([-1, 0, 0, 1, 1]);
  return {
    ...{ kind: 'newHire', employeeNumber, by },
    variables: {
      // Two of one name now and then.
      first_name: known?.firstName ?? (Number(employeeNumber.slice(-1)) < 3 ? 'Nova' : 'Vega'),
      last_name: known?.lastName ?? 'Recruit',
      employee_number: employeeNumber,
      start_date: instance.day(start),
      employee_type: 'Employee',
      job_title: marker,
      department: 'Engineering',
      manager: userId('ana.silva'),
      location: random.pick(NEAR_SITES).sysId,
    },
  };
}

function transfer(
  instance: Instance,
  random: SimRandom,
  employeeNumber: string,
  marker: string,
  by: string,
): Wish {
  return {
    ...{ kind: 'transfer', employeeNumber, by },
    variables: {
      user: instance.userOf(employeeNumber),
      effective_date: random.chance(0.5) ? '' : instance.day(random.below(2)),
      new_job_title: marker,
    },
  };
}

function termination(
  instance: Instance,
  random: SimRandom,
  employeeNumber: string,
  by: string,
): Wish {
  const immediate = random.chance(0.5);
  return {
    ...{ kind: 'termination', employeeNumber, by },
    variables: {
      user: instance.userOf(employeeNumber),
      last_day: instance.day(random.pick([-1, 0, 0, 1])),
      immediate: immediate ? 'Yes' : 'No',
    },
  };
}

/** From the order to whatever becomes of it. */
function live(instance: Instance, random: SimRandom, wish: Wish, withinMs: number): void {
  const ref = instance.order(CATALOG_ITEMS[wish.kind], wish.variables, wish.by);
  // Somebody starts the flow by hand, whatever the ticket's state.
  if (random.chance(0.1)) instance.after(pickDelay(random), () => instance.repeatWebhook(ref));
  if (random.chance(0.05)) return;
  const approval = random.between(10_000, Math.min(2 * HOUR, withinMs));
  const rejected = random.chance(0.06);
  instance.after(approval, () => {
    if (!rejected && random.chance(0.05)) return instance.approveSilently(ref);
    instance.decide(ref, rejected ? 'rejected' : 'approved');
  });
  const later = () => approval + pickDelay(random);
  if (random.chance(0.22)) instance.after(later(), () => instance.cancel(ref));
  if (random.chance(0.18)) revoke(instance, random, ref, later());
  if (random.chance(0.15)) instance.after(later(), () => edit(instance, random, ref, wish));
  if (random.chance(0.15)) instance.after(later(), () => instance.repeatWebhook(ref));
}

/** Seconds, minutes, hours or a day: every stage of a ticket is met by somebody. */
function pickDelay(random: SimRandom): number {
  return random.fraction() * random.pick([5_000, MINUTE, 10 * MINUTE, HOUR, 10 * HOUR]);
}

function revoke(instance: Instance, random: SimRandom, ref: string, after: number): void {
  instance.after(after, () => instance.decide(ref, 'requested'));
  if (random.chance(0.5)) {
    instance.after(after + pickDelay(random), () => instance.decide(ref, 'approved'));
  }
}

function edit(instance: Instance, random: SimRandom, ref: string, wish: Wish): void {
  switch (wish.kind) {
    case 'newHire':
      return instance.edit(ref, { start_date: instance.day(random.below(2)) });
    case 'transfer':
      return instance.edit(ref, { new_job_title: `${wish.variables['new_job_title']} edited` });
    case 'termination':
      return instance.edit(ref, { last_day: instance.day(random.below(2)) });
  }
}

function userId(userName: string): string {
  return PEOPLE.find((one) => one.userName === userName)?.sysId ?? '';
}

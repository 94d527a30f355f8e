import { DateTime } from 'luxon';
import type { Desk } from '../servicenow/desk.js';
import { type Row, valueOf } from '../servicenow/row.js';
import type { Milestone } from './time-page.js';

const DAYS: Record<string, string> = {
  start_date: 'start of',
  effective_date: 'change of',
  last_day: 'last day of',
};

const SHOWN = 20;

/** Days ahead that open tickets name, soonest first, each as midnight where the person works. */
export function milestonesOf(desk: Desk, now: number): Milestone[] {
  return desk
    .items()
    .filter((item) => valueOf(item, 'active') === 'true')
    .slice(0, SHOWN)
    .flatMap((item) => milestoneOf(desk, item))
    .filter(({ at }) => Date.parse(at) > now)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function milestoneOf(desk: Desk, item: Row): Milestone[] {
  const values = desk.variables(item);
  const name = Object.keys(DAYS).find((day) => valueOf(values, day) !== '');
  if (!name) return [];
  const zone = desk.zoneOf(values);
  const day = DateTime.fromISO(valueOf(values, name), { zone });
  if (!day.isValid) return [];
  const number = valueOf(item, 'number');
  const who = desk.subjectOf(values);
  return [
    { at: day.toISO(), label: `${day.toISODate()} (${zone}): ${DAYS[name]} ${who}, ${number}` },
  ];
}

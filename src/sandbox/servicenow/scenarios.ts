import { queue } from './outbound/rule.js';
import type { Platform } from './platform.js';
import { type Row, sysIdOf, valueOf } from './row.js';

/** O6. Without an item, all approved ones are meant. */
export interface Scenario {
  name: (typeof SCENARIOS)[number];
  /** `sys_id` or number. */
  item?: string;
}

export const SCENARIOS = [
  /** An administrator runs the flow again: the same event, another id. */
  'flow restarted',
  /** An upgrade runs the rule for every approved item, however old. */
  'upgrade burst',
  /** A copy of the instance posts with its own name. */
  'cloned instance',
  /** Approved by a script with `setWorkflow(false)`: no rule, no approver, no webhook. */
  'silent approval',
] as const;

export function runScenario(platform: Platform, scenario: Scenario): number {
  const items = itemsOf(platform, scenario);
  for (const item of items) playOn(platform, scenario.name, item);
  platform.record('scenario', { name: scenario.name, items: items.map(sysIdOf) });
  return items.length;
}

function playOn(platform: Platform, name: Scenario['name'], item: Row): void {
  const again = `${valueOf(item, 'sys_mod_count')}-${platform.newSysId().slice(0, 8)}`;
  switch (name) {
    case 'flow restarted':
    case 'upgrade burst':
      return queue(platform, item, 'approval.approved', again);
    case 'cloned instance':
      return queue(platform, item, 'approval.approved', undefined, 'sandbox-clone');
    case 'silent approval':
      return platform.db.table('sc_req_item').put({
        ...{ ...item, approval: 'approved', approval_set: platform.stamp() },
        ...{ sys_updated_on: platform.stamp(), sys_updated_by: 'system' },
        sys_mod_count: String(Number(valueOf(item, 'sys_mod_count')) + 1),
      });
  }
}

function itemsOf(platform: Platform, scenario: Scenario): Row[] {
  const items = platform.db.table('sc_req_item');
  const { item } = scenario;
  if (item === undefined) {
    return [...items.values()].filter((row) => valueOf(row, 'approval') === 'approved');
  }
  const row = items.get(item) ?? items.where('number', item)[0];
  return row ? [row] : [];
}

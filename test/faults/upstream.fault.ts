import type { EntraFaultEffect, EntraFaultPlace } from '../../src/sandbox/entra/index.js';
import { HOUR, MINUTE, scenario } from './scenario.js';

const LEAVER = 'E10012';
const HIRE = 'N50001';

const RESETS = {
  'before the upload arrived': 'dropBefore',
  'after the upload was applied': 'dropAfter',
} as const;

for (const [when, is] of Object.entries(RESETS)) {
  scenario(`F23: a reset ${when} ends in one effect, proven`, async (s) => {
    s.world.entra.faults.add({ id: 'reset', on: 'bulkUpload', effect: { is }, times: 2 });
    const hire = s.desk.hire(HIRE);
    const leaver = s.desk.terminate(LEAVER);
    s.desk.approve(hire, leaver);
    await s.run(3 * HOUR);
    expect(await s.changes(hire)).toContain('activate applied');
    expect((await s.changes(leaver))[0]).toMatch(/applied|unchanged/);
    expect(await s.violations()).toEqual([]);
  });
}

const UNREADABLE: Record<string, EntraFaultEffect> = {
  'cut off': { is: 'truncated' },
  'a sign-in page': { is: 'html' },
  'without end': { is: 'endlessNextLink' },
  'not JSON': { is: 'status', status: 200, body: '{"value":[' },
  'not a page': { is: 'status', status: 200, body: { value: 'none' } },
};

for (const [what, effect] of Object.entries(UNREADABLE)) {
  scenario(`F24: while the log is ${what}, nothing is claimed and its mark stays`, async (s) => {
    s.world.entra.faults.add({ id: 'log', on: 'logs', effect });
    const hire = s.desk.hire(HIRE);
    s.desk.approve(hire);
    await s.run(45 * MINUTE);
    const target = await s.store.read.selectFrom('target').selectAll().executeTakeFirstOrThrow();
    expect(target.log_read_at).toBeNull();
    expect(await s.changes(hire)).toEqual(['create sent', 'activate sent']);
    s.world.entra.faults.clear();
    await s.run(HOUR);
    expect(await s.changes(hire)).toContain('activate applied');
    expect(await s.violations()).toEqual([]);
  });
}

const PLACES: readonly EntraFaultPlace[] = ['token', 'bulkUpload', 'logs', 'job', 'users'];

for (const on of PLACES) {
  scenario(`F25: a redirect of ${on} leads nowhere, and work goes on when it ends`, async (s) => {
    const location = 'http://127.0.0.1:9/elsewhere/v1.0/';
    s.world.entra.faults.add({ id: 'away', on, effect: { is: 'redirect', location } });
    const hire = s.desk.hire(HIRE);
    s.desk.approve(hire);
    await s.run(30 * MINUTE);
    expect(s.requestsTo('elsewhere')).toEqual([]);
    s.world.entra.faults.clear();
    await s.run(3 * HOUR);
    expect(await s.changes(hire)).toContain('activate applied');
    expect(await s.violations()).toEqual([]);
  });
}

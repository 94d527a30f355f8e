import { person } from './records.js';
import { ADMIN_ROLES, error, HOUR, JOB_PATH, Rig } from './sandbox.js';

const rigOf = (settings: object = {}) => new Rig({ roles: ADMIN_ROLES, ...settings });
const restart = (rig: Rig, resetScope: string) =>
  rig.change('restart', JSON.stringify({ criteria: { resetScope } }));

describe('the job', () => {
  test('shows its schedule, its status and counts that advance', () => {
    const rig = rigOf();
    expect(rig.job()).toMatchObject({ schedule: { state: 'Active' }, status: { code: 'Active' } });
    rig.provision(person('E1'), person('E2', { userName: 'bad name' }));
    expect(rig.job()['status']).toMatchObject({
      code: 'Active',
      lastExecution: {
        ...{ state: 'EntryLevelErrors', countImported: 2, countExported: 1, countEscrowed: 1 },
        timeEnded: '2026-11-23T09:00:30.000Z',
      },
      synchronizedEntryCountByType: [{ key: 'User', value: 31 }],
      quarantine: null,
    });
  });

  test('keeps taking uploads while paused, and processes them once started', () => {
    const rig = rigOf();
    expect(rig.change('pause').status).toBe(204);
    expect(rig.job()).toMatchObject({ schedule: { state: 'Paused' }, status: { code: 'Paused' } });
    rig.provision(person('E1'));
    expect(rig.user('E1')).toBeUndefined();
    expect(rig.history('bulkUpload')).toMatchObject([{ duringPause: true }]);
    const startedAt = rig.clock.now();
    expect(rig.change('start').status).toBe(204);
    expect(rig.history('processed')).toMatchObject([{ at: startedAt, externalId: 'E1' }]);
  });

  test('keeps what is staged when restarted while it runs', () => {
    const rig = rigOf();
    rig.upload(person('E1'));
    expect(restart(rig, '').status).toBe(204);
    rig.catchUp();
    expect(rig.user('E1')).toBeDefined();
  });

  test('loses what is staged when restarted while it is idle', () => {
    const rig = rigOf();
    rig.change('pause');
    rig.upload(person('E1'));
    restart(rig, 'Full');
    rig.catchUp();
    expect(rig.user('E1')).toBeUndefined();
    expect(rig.history('job')).toContainEqual(
      expect.objectContaining({ change: 'purge', lost: 1 }),
    );
    expect(rig.job()).toMatchObject({ status: { code: 'Active' } });
  });

  test('refuses a reset scope that it does not know', () => {
    expect(restart(rigOf(), 'Everything').status).toBe(400);
    expect(restart(rigOf(), 'Escrows, Watermark').status).toBe(204);
  });

  test('offers no provisioning on demand', () => {
    const answer = rigOf().change('provisionOnDemand', '{}');
    expect([answer.status, error(answer).code]).toEqual([400, 'NotSupported']);
  });

  test('is found in the list of jobs', () => {
    const list = rigOf().graph('GET', JOB_PATH.slice(0, JOB_PATH.lastIndexOf('/')));
    expect(JSON.parse(list.body).value).toHaveLength(1);
  });

  test('remembers its state over a restart of the sandbox', () => {
    const first = rigOf();
    first.change('pause');
    const second = new Rig({ roles: ADMIN_ROLES }, { clock: first.clock, state: first.state });
    expect(second.job()).toMatchObject({ status: { code: 'Paused' } });
  });
});

describe('quarantine', () => {
  const bad = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => person(`B${from + at}`, { userName: 'bad name' }));
  const escrow = { minimum: 5, proportion: 0.4, base: 40_000, total: 60_000 };

  test('follows a start without a notification address', () => {
    const rig = rigOf({ notificationEmail: '' });
    rig.change('start');
    expect(rig.job()['status']).toMatchObject({
      code: 'Quarantine',
      quarantine: { reason: 'EncounteredQuarantineException' },
    });
  });

  test('keeps taking uploads', () => {
    const rig = rigOf({ notificationEmail: '' });
    rig.change('start');
    rig.provision(person('E1'));
    expect(rig.history('processed')).toHaveLength(0);
  });

  test('follows more than 40 % failures, once there are enough of them', () => {
    const rig = rigOf({ escrow });
    rig.provision(...bad(0, 4));
    expect(rig.job()['status'].code).toBe('Active');
    rig.provision(...bad(4, 16));
    expect(rig.job()['status'].code).toBe('Active');
    rig.provision(...bad(20, 1));
    expect(rig.job()['status']).toMatchObject({
      quarantine: { reason: 'EncounteredEscrowProportionThreshold', seriesCount: 1 },
    });
  });

  test('follows an absolute number of failures', () => {
    const rig = rigOf({ escrow: { ...escrow, base: 6 } });
    rig.provision(...bad(0, 7));
    expect(rig.job()['status'].quarantine.reason).toBe('EncounteredBaseEscrowThreshold');
  });

  test('tries again after 6, 12 and 24 hours, then every 24, and disables after four weeks', () => {
    const rig = rigOf({ escrow: { ...escrow, base: 6 } });
    rig.provision(...bad(0, 7));
    const beganAt = rig.clock.now() - 600_000;
    const nextIn = () => (Date.parse(rig.job()['status'].quarantine.nextAttempt) - beganAt) / HOUR;
    const seen = [nextIn()];
    for (let turn = 0; turn < 3; turn++) {
      rig.clock.advance(seen.at(-1)! * HOUR - (rig.clock.now() - beganAt));
      seen.push(nextIn());
    }
    expect(seen).toEqual([6, 12, 24, 48]);
    rig.clock.advance(28 * 24 * HOUR);
    expect(rig.job()['schedule']).toMatchObject({
      ...{ state: 'Disabled', interval: 'P10675199DT2H48M5.4775807S' },
    });
  });

  test('ends with the first attempt after the cause is gone', () => {
    const rig = rigOf({ escrow: { ...escrow, base: 6 } });
    rig.provision(...bad(0, 7));
    rig.upload(person('E1'));
    rig.entra.settings.verifiedDomains = ['sandbox.example'];
    rig.entra.settings.escrow.base = 100;
    rig.clock.advance(6 * HOUR);
    expect(rig.job()['status'].code).toBe('Active');
    expect(rig.history('processed').at(-1)).toMatchObject({ externalId: 'E1', effect: 'create' });
  });

  test('is cleared by a restart, with the failures and what was staged', () => {
    const rig = rigOf({ escrow: { ...escrow, base: 6 } });
    rig.provision(...bad(0, 7));
    rig.upload(person('E1'));
    restart(rig, 'Full');
    rig.catchUp();
    expect(rig.job()['status']).toMatchObject({
      ...{ code: 'Active', lastExecution: { countEscrowed: 0 } },
    });
    expect(rig.user('E1')).toBeUndefined();
  });

  test('never puts an old failed record over a newer one', () => {
    const rig = rigOf({ escrow: { ...escrow, base: 6 } });
    rig.provision(person('E10009', { title: 'x'.repeat(129) }), ...bad(0, 5));
    rig.provision(person('E10009', { userName: 'tomas.ferreira', active: false }));
    rig.provision(...bad(5, 2));
    rig.clock.advance(24 * HOUR);
    expect(rig.user('E10009')).toMatchObject({ accountEnabled: false });
  });
});

describe('the guard against accidental deletions', () => {
  const leavers = ['E10009', 'E10010', 'E10011'].map((externalId) => ({
    externalId,
    active: false,
  }));

  test('holds back disables over its threshold, and the rest goes on', () => {
    const rig = rigOf({ accidentalDeletionThreshold: 2 });
    rig.provision(...leavers, person('E1'));
    expect(rig.user('E10009')).toMatchObject({ accountEnabled: true });
    expect(rig.user('E1')).toBeDefined();
    expect(rig.job()['status'].quarantine.reason).toBe('TooManyDeletes');
    expect(rig.rowsOf('E10009')).toMatchObject([{ provisioningAction: 'stagedDelete' }]);
  });

  test('lets them pass up to its threshold', () => {
    const rig = rigOf({ accidentalDeletionThreshold: 3 });
    rig.provision(...leavers);
    expect(rig.user('E10009')).toMatchObject({ accountEnabled: false });
  });

  test('counts an account once, however many records of one cycle disable it', () => {
    const rig = rigOf({ accidentalDeletionThreshold: 2 });
    rig.provision(...leavers.slice(0, 2), leavers[0]!);
    expect(rig.user('E10009')).toMatchObject({ accountEnabled: false });
    expect(rig.job()['status'].code).toBe('Active');
  });

  test('does them once an administrator forces deletes', () => {
    const rig = rigOf({ accidentalDeletionThreshold: 2 });
    rig.provision(...leavers);
    restart(rig, 'ForceDeletes');
    expect(rig.user('E10011')).toMatchObject({ accountEnabled: false });
    expect(rig.job()['status'].code).toBe('Active');
  });

  test('does them once an administrator lets them through, and only then', () => {
    const rig = rigOf({ accidentalDeletionThreshold: 2 });
    rig.entra.allowDeletions();
    rig.provision(...leavers);
    expect(rig.user('E10011')).toMatchObject({ accountEnabled: true });
    rig.entra.allowDeletions();
    expect(rig.user('E10011')).toMatchObject({ accountEnabled: false });
  });

  test('forgets them with any other restart', () => {
    const rig = rigOf({ accidentalDeletionThreshold: 2 });
    rig.provision(...leavers);
    restart(rig, '');
    rig.catchUp();
    expect(rig.user('E10011')).toMatchObject({ accountEnabled: true });
    expect(rig.job()['status'].code).toBe('Active');
  });
});

describe('deletes', () => {
  test('are for good in AD and forgotten after thirty days in Entra', () => {
    for (const target of ['ad', 'entra'] as const) {
      const rig = rigOf({ target, deletes: true });
      const Operations = [
        ...[{ method: 'DELETE', path: '/Users', bulkId: '1', data: { externalId: 'E10030' } }],
      ];
      const body = JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations,
      });
      const headers = { 'content-type': 'application/scim+json' };
      rig.graph('POST', `${JOB_PATH.replace('v1.0', 'beta')}/bulkUpload`, body, headers);
      rig.catchUp();
      const kept = () =>
        [...rig.state.collection<{ externalId: string }>('entra.user').values()].some(
          ({ externalId }) => externalId === 'E10030',
        );
      expect(kept()).toBe(target === 'entra');
      rig.clock.advance(31 * 24 * HOUR);
      rig.entra.settle();
      expect(kept()).toBe(false);
    }
  });
});

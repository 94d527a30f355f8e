import { ENTERPRISE_USER } from '../../../src/scim/urns.js';
import { person } from './records.js';
import { MINUTE, Rig } from './sandbox.js';

const effects = (rig: Rig) => rig.history('processed').map(({ effect }) => effect);

describe('processing', () => {
  test('has done nothing when it answers 202', () => {
    const rig = new Rig({ userReadLagMs: 0 });
    rig.upload(person('E1'));
    expect(rig.user('E1')).toBeUndefined();
    rig.clock.advance(29_999);
    expect(rig.user('E1')).toBeUndefined();
    rig.clock.advance(1);
    expect(rig.user('E1')).toBeDefined();
  });

  test('does everything at once when the scale is zero', () => {
    const rig = new Rig({ scale: 0 });
    rig.upload(person('E1'));
    expect(rig.user('E1')).toMatchObject({ accountEnabled: true });
    expect(rig.rowsOf('E1')).not.toHaveLength(0);
  });

  test('tells when each effect took place, however late it was noticed', () => {
    const rig = new Rig();
    const sentAt = rig.clock.now();
    rig.upload(person('E1'));
    rig.clock.advance(60 * MINUTE);
    rig.entra.settle();
    expect(rig.history('processed')).toMatchObject([
      {
        ...{ at: sentAt + 30_000, externalId: 'E1', effect: 'create', accountEnabled: true },
        acceptedAt: sentAt,
      },
    ]);
  });

  test('creates whom it does not know, updates only differences, skips what is the same', () => {
    const rig = new Rig();
    rig.provision(person('E1'));
    rig.provision(person('E1', { title: 'Lead' }));
    rig.provision(person('E1', { title: 'Lead' }));
    expect(effects(rig)).toEqual(['create', 'update', 'skip']);
    expect(rig.rowsOf('E1').slice(-2)).toMatchObject([
      {
        provisioningAction: 'update',
        modifiedProperties: [{ displayName: 'jobTitle', oldValue: 'Engineer', newValue: 'Lead' }],
      },
      {
        provisioningAction: 'other',
        provisioningStatusInfo: {
          status: 'skipped',
          errorInformation: { errorCode: 'EntrySynchronizationSkipped' },
        },
      },
    ]);
  });

  test('matches a seeded person by employee number, in any case', () => {
    const rig = new Rig();
    rig.provision(person('e10009', { userName: 'tomas.ferreira' }));
    expect(rig.history('processed')).toMatchObject([{ effect: 'update' }]);
    const exact = new Rig({ matchCaseSensitive: true });
    exact.provision(person('e10009'));
    expect(exact.history('processed')).toMatchObject([{ effect: 'create' }]);
  });

  test('fails where several accounts match', () => {
    const rig = new Rig();
    for (const name of ['a', 'b']) {
      rig.entra.addUser({
        values: { employeeId: 'E1', userPrincipalName: `${name}@sandbox.example` },
      });
    }
    rig.provision(person('E1'));
    expect(rig.rowsOf('E1')).toMatchObject([
      { provisioningStatusInfo: { errorInformation: { errorCode: 'DuplicateTargetEntries' } } },
    ]);
  });

  test('disables and enables by active, and labels a pure disable', () => {
    const rig = new Rig();
    rig.provision(person('E1'));
    rig.provision(person('E1', { active: false }));
    expect(rig.user('E1')).toMatchObject({ accountEnabled: false });
    expect(rig.rowsOf('E1').at(-1)).toMatchObject({
      provisioningAction: 'disable',
      modifiedProperties: [{ displayName: 'accountEnabled', oldValue: 'True', newValue: 'False' }],
    });
    rig.provision(person('E1', { title: 'Back' }));
    expect(rig.rowsOf('E1').at(-1)).toMatchObject({ provisioningAction: 'update' });
    rig.provision(person('E1', { active: false, title: 'Gone' }));
    expect(rig.rowsOf('E1').at(-1)).toMatchObject({ provisioningAction: 'update' });
    expect(effects(rig)).toEqual(['create', 'disable', 'enable', 'disable']);
  });

  test('labels a disable as an update where so set', () => {
    const rig = new Rig({ disableAction: 'update' });
    rig.provision(person('E10009', { userName: 'tomas.ferreira' }));
    rig.provision(person('E10009', { userName: 'tomas.ferreira', active: false }));
    expect(rig.rowsOf('E10009').at(-1)).toMatchObject({ provisioningAction: 'update' });
  });

  test('takes a record without externalId and fails it later', () => {
    const rig = new Rig();
    rig.provision(person('E1', { externalId: undefined }));
    expect(rig.rows()).toMatchObject([
      {
        provisioningStatusInfo: {
          status: 'failure',
          errorInformation: { reason: 'Source identifier of an entry cannot be empty' },
        },
      },
    ]);
  });

  test.each([
    [
      'with a space in its name',
      { userName: 'a b' },
      'AzureActiveDirectoryInvalidUserPrincipalName',
    ],
    ['with an accent', { userName: 'josé' }, 'AzureActiveDirectoryInvalidUserPrincipalName'],
    ['in a foreign domain', { userName: 'a@else.example' }, 'InvalidDomain'],
    ['of somebody else', { userName: 'ana.silva' }, 'EntryConflict'],
    ['with a long title', { title: 'x'.repeat(129) }, 'UnprocessableEntity'],
    ['without a name to show', { displayName: '' }, 'MandatoryFieldsMissing'],
    ['without a user name', { userName: null }, 'MandatoryFieldsMissing'],
  ])('fails to create an account %s', (_, more, code) => {
    const rig = new Rig();
    rig.provision(person('E1', more));
    expect(rig.user('E1')).toBeUndefined();
    expect(rig.rowsOf('E1')).toMatchObject([
      {
        provisioningAction: 'create',
        provisioningStatusInfo: { status: 'failure', errorInformation: { errorCode: code } },
      },
    ]);
  });

  test('fails an employee number of 17 characters and takes one of 16', () => {
    const rig = new Rig();
    rig.provision(
      person('E'.repeat(17), { userName: 'a' }),
      person('E'.repeat(16), { userName: 'b' }),
    );
    expect(effects(rig)).toEqual(['fail', 'create']);
  });

  test('does not change an account mastered on-premises', () => {
    const rig = new Rig();
    rig.entra.addUser({ onPremises: true, values: { employeeId: 'E1' } });
    rig.provision(person('E1'));
    expect(rig.rowsOf('E1')[0]).toMatchObject({ provisioningStatusInfo: { status: 'failure' } });
  });

  test('works no faster than it can', () => {
    const rig = new Rig({ cycleOperations: 10, operationsPerSecond: 10 });
    const sentAt = rig.clock.now();
    rig.upload(...Array.from({ length: 25 }, (_, at) => person(`E${at}`)));
    rig.catchUp();
    rig.entra.settle();
    const after = rig.history('processed').map(({ at }) => at - sentAt - 30_000);
    expect([after[0], after[9], after[10], after[24]]).toEqual([0, 0, 1000, 2000]);
  });

  test('carries on where it stopped after a restart of the sandbox', () => {
    const first = new Rig();
    first.upload(person('E1'));
    const second = new Rig({}, { clock: first.clock, state: first.state });
    second.catchUp();
    expect(second.user('E1')).toBeDefined();
  });
});

describe('managers', () => {
  const under = (manager: string) => ({ [ENTERPRISE_USER]: { manager: { value: manager } } });

  test('are found within one request, whatever the order', () => {
    const rig = new Rig();
    rig.provision(person('E2', under('E1')), person('E1'));
    expect(rig.user('E2')).toMatchObject({ manager: { employeeId: 'E1' } });
  });

  test('get a row of their own under the same change', () => {
    const rig = new Rig();
    rig.provision(person('E1'));
    const [created, referred] = rig.rowsOf('E1');
    expect(referred).toMatchObject({
      ...{ changeId: created!['changeId'], cycleId: created!['cycleId'] },
      modifiedProperties: [{ displayName: 'manager' }],
    });
  });

  test('become a step where so set', () => {
    const rig = new Rig({ managerRow: 'step' });
    rig.provision(person('E1'));
    const rows = rig.rowsOf('E1');
    expect(rows).toHaveLength(1);
    expect(rows[0]!['provisioningSteps']).toContainEqual(
      expect.objectContaining({ provisioningStepType: 'referenceResolution', status: 'success' }),
    );
  });

  test('who are unknown leave the person without one until the person is sent again', () => {
    const rig = new Rig();
    rig.provision(person('E2', under('E1')));
    rig.provision(person('E1'));
    expect(rig.user('E2')).not.toHaveProperty('manager');
    rig.provision(person('E2', under('E1')));
    expect(rig.user('E2')).toMatchObject({ manager: { employeeId: 'E1' } });
    expect(rig.rowsOf('E2').at(-1)).toMatchObject({ provisioningAction: 'update' });
  });

  test('who came later are filled in by a restart', () => {
    const rig = new Rig({ roles: ADMIN });
    rig.provision(person('E2', under('E1')));
    rig.provision(person('E1'));
    rig.change('restart');
    expect(rig.user('E2')).toMatchObject({ manager: { employeeId: 'E1' } });
  });
});

const ADMIN = [
  ...['SynchronizationData-User.Upload', 'ProvisioningLog.Read.All', 'User.Read.All'],
  'Synchronization.ReadWrite.All',
];

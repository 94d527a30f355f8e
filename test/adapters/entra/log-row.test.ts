import { readJob, readLogRow } from '../../../src/adapters/entra/log-row.js';

const row = {
  id: 'a',
  activityDateTime: '2026-11-23T09:07:41Z',
  jobId: 'job',
  provisioningAction: 'Create',
  sourceIdentity: { id: 'E1' },
  provisioningStatusInfo: { status: 'Success', errorInformation: null },
  modifiedProperties: [{ displayName: 'accountEnabled', oldValue: null, newValue: 'True' }],
};

test('reads enums in any case', () => {
  expect(readLogRow(row)).toMatchObject({ action: 'create', status: 'success', externalId: 'E1' });
});

test('a row without id, time or person is no row', () => {
  for (const broken of [
    { ...row, id: 5 },
    { ...row, activityDateTime: 'soon' },
    { ...row, sourceIdentity: null },
    null,
    'x',
  ]) {
    expect(readLogRow(broken)).toBeNull();
  }
});

test('a row with a prototype member changes nothing but itself', () => {
  const hostile = JSON.parse(
    '{"__proto__": {"polluted": true}, "sourceIdentity": {"__proto__": {"id": "E9"}}}',
  ) as unknown;
  expect(readLogRow(hostile)).toBeNull();
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('unset times of a job are no times', () => {
  const job = {
    schedule: { state: 'Active' },
    status: { code: 'Paused', lastExecution: { timeEnded: '0001-01-01T00:00:00Z' } },
  };
  expect(readJob(job)).toEqual({
    code: 'paused',
    scheduleState: 'active',
    quarantineReason: '',
    lastRunAt: null,
  });
});

import { HOUR, MINUTE, scenario, type Scenario } from './scenario.js';

const POISON = 'N50037';

/** Fifty people who are approved together. */
async function hireFifty(s: Scenario): Promise<Map<string, string>> {
  const numbers = Array.from({ length: 50 }, (_, index) => `N${50_001 + index}`);
  const refs = new Map(numbers.map((number) => [number, s.desk.hire(number)]));
  s.desk.approve(...refs.values());
  await s.run(10 * MINUTE);
  return refs;
}

async function outcomes(s: Scenario, refs: Map<string, string>): Promise<Record<string, string>> {
  const entries = [...refs].map(async ([number, ref]) => {
    return [number, (await s.changes(ref)).at(-1)] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<string, string>;
}

function others(found: Record<string, string>): Set<string> {
  return new Set(
    Object.keys(found)
      .filter((one) => one !== POISON)
      .map((one) => found[one]!),
  );
}

scenario('F42: of fifty in a call, one that fails in the log keeps nobody else', async (s) => {
  // An account of before that comes back is mastered on-premises: this job may not change it.
  s.world.entra.addUser({
    onPremises: true,
    values: {
      ...{ employeeId: POISON, userPrincipalName: 'nova.before@sandbox.example' },
      ...{ accountEnabled: false, displayName: 'Nova Before', mailNickname: 'nova.before' },
    },
  });
  const refs = await hireFifty(s);
  await s.run(2 * HOUR);
  expect(s.calls()[0]!['records']).toHaveLength(50);
  const found = await outcomes(s, refs);
  expect(others(found)).toEqual(new Set(['activate applied']));
  expect(found[POISON]).toBe('activate failed');
  expect(await s.openCauses()).toContain('entra-failed');
  expect(await s.violations()).toEqual([]);
});

scenario(
  'F42: of fifty refused with 400, the one at fault is found by six halvings at most',
  async (s) => {
    s.world.entra.faults.add({
      ...{ id: 'poison', on: 'bulkUpload', match: { externalId: POISON } },
      effect: { is: 'status', status: 400 },
    });
    const refs = await hireFifty(s);
    const refused = s.calls().filter(({ status }) => status === 400);
    expect(refused.length).toBeLessThanOrEqual(1 + 6);
    expect(s.calls().length).toBeLessThanOrEqual(1 + 2 * 6 + 3);
    expect(s.calls().at(-1)!.at - s.calls()[0]!.at).toBeLessThan(5 * MINUTE);
    await s.run(2 * HOUR);
    const found = await outcomes(s, refs);
    expect(others(found)).toEqual(new Set(['activate applied']));
    expect(found[POISON]).toMatch(/failed/);
    expect(await s.openCauses()).toContain('upload-refused');
    expect(await s.violations()).toEqual([]);
  },
);

import { person } from './records.js';
import { DAY, error, Rig } from './sandbox.js';

const upload = (rig: Rig, count: number): number[] =>
  Array.from({ length: count }, () => rig.upload(person('E1')).status);
/** As fast as the burst limit allows. */
const spread = (rig: Rig, count: number): number[] =>
  Array.from({ length: count }, () => {
    rig.clock.advance(125);
    return rig.upload(person('E1')).status;
  });
const accepted = (statuses: number[]): number => statuses.filter((one) => one === 202).length;

describe('the limits of uploads', () => {
  test('refuses the 41st call within five seconds', () => {
    const rig = new Rig();
    expect(accepted(upload(rig, 40))).toBe(40);
    rig.clock.advance(4999);
    const answer = rig.upload(person('E1'));
    expect([answer.status, error(answer).code]).toEqual([429, 'TooManyRequests']);
  });

  test('slides its window: each call makes room five seconds later', () => {
    const rig = new Rig();
    upload(rig, 20);
    rig.clock.advance(3000);
    upload(rig, 20);
    rig.clock.advance(2000);
    expect(accepted(upload(rig, 21))).toBe(20);
  });

  test('counts refused calls as well', () => {
    const rig = new Rig();
    upload(rig, 40);
    rig.clock.advance(4000);
    expect(accepted(upload(rig, 10))).toBe(0);
    rig.clock.advance(1000);
    expect(accepted(upload(rig, 31))).toBe(30);
  });

  test.each([
    ['P1', 2000],
    ['Governance', 6000],
  ] as const)('with licence %s allows %d calls in 24 hours', (licence, calls) => {
    const rig = new Rig({ licence });
    expect(accepted(spread(rig, calls + 1))).toBe(calls);
    // The first call and the refused one: the second has to go out of the window, too.
    rig.clock.advance(DAY - (calls - 1) * 125);
    expect(rig.upload(person('E1')).status).toBe(202);
  });

  test('remembers the calls over a restart of the sandbox', () => {
    const first = new Rig();
    upload(first, 40);
    const second = new Rig({}, { clock: first.clock, state: first.state });
    expect(second.upload(person('E1')).status).toBe(429);
  });

  test('says when to come back, or not', () => {
    const rig = new Rig();
    upload(rig, 40);
    rig.clock.advance(1500);
    expect(rig.upload(person('E1')).headers['retry-after']).toBe('4');
    rig.entra.settings.retryAfter = false;
    expect(rig.upload(person('E1')).headers).not.toHaveProperty('retry-after');
  });

  test('tells of refused calls in the history', () => {
    const rig = new Rig();
    upload(rig, 41);
    expect(rig.history('throttled')).toMatchObject([{ place: 'bulkUpload', status: 429 }]);
    expect(rig.history('bulkUpload').at(-1)).toMatchObject({ status: 429 });
  });
});

describe('the limit of log reads', () => {
  const read = (rig: Rig) => rig.graph('GET', '/v1.0/auditLogs/provisioning').status;

  test('refuses the sixth read within ten seconds', () => {
    const rig = new Rig();
    const statuses = Array.from({ length: 6 }, () => read(rig));
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    rig.clock.advance(9999);
    expect(read(rig)).toBe(429);
    rig.clock.advance(10_001);
    expect(read(rig)).toBe(200);
  });
});

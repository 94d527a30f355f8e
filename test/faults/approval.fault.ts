import { FAULT_POINTS, type FaultPoint } from '../../src/ports/faults.js';
import { signatureHeaders } from '../../src/sandbox/servicenow/outbound/sign.js';
import { HOUR, MINUTE, scenario } from './scenario.js';

/** Points a ticket passes on its way; the body is read and the tables are made elsewhere. */
const PASSED = FAULT_POINTS.filter(
  (point) => !['body-half-read', 'recovering', 'migrating'].includes(point),
);
/** From there on it was too late to ask: the record may be on its way. */
const SENT: readonly FaultPoint[] = [
  ...(['attempt-recorded', 'answer-read', 'log-read'] as const),
  ...(['outcome-written', 'note-answered'] as const),
];

for (const point of PASSED) {
  for (const kind of ['hire', 'termination'] as const) {
    scenario(
      `F40: a ${kind} cancelled at the point ${point} is stopped, or told that it is too late`,
      async (s) => {
        let left = 1;
        s.world.strikes.point = (reached) => {
          if (reached === point && left-- > 0) s.desk.cancel(ref);
        };
        await s.run(MINUTE);
        const ref = kind === 'hire' ? s.desk.hire('N50001') : s.desk.terminate('E10012');
        s.desk.approve(ref);
        await s.run(2 * HOUR);
        expect(left).toBeLessThanOrEqual(0);
        const { state, reason } = await s.ticket(ref);
        expect(state).toBe('cancelled');
        const told = (JSON.parse(reason!) as { code: string }).code;
        const attention = await s.openCauses();
        if (s.sent().length > 0) {
          expect(told).toBe('too-late-to-cancel');
          expect(attention).toContain('too-late-to-cancel');
          expect(s.desk.notes(ref).at(-1)).toMatch(/too late/i);
        } else {
          expect(SENT).not.toContain(point);
          expect(attention).toEqual([]);
          expect(s.desk.notes(ref).at(-1)).toMatch(/nothing was sent/i);
        }
        expect(await s.violations()).toEqual([]);
      },
    );
  }
}

scenario('F41: an approval withdrawn before day one is noticed when the day comes', async (s) => {
  s.world.servicenow.faults.add({ id: 'lost', on: 'webhook', effect: { is: 'lose' } });
  const hire = s.desk.hire('N50001', 15);
  s.desk.approve(hire);
  await s.run(12 * HOUR);
  expect(await s.changes(hire)).toEqual(['create waiting', 'activate waiting']);
  s.desk.revoke(hire);
  await s.run(24 * HOUR);
  expect(s.sent()).toEqual([]);
  expect((await s.ticket(hire)).state).toBe('cancelled');
  expect(await s.violations()).toEqual([]);
});

scenario(
  'F41: a proven delivery that claims an approval which is none sends nothing',
  async (s) => {
    const hire = s.desk.hire('N50001');
    s.desk.approve(hire);
    let copy: { headers: Record<string, string>; body: string } | null = null;
    const host = s.world.host!;
    const deliver = host.deliver.bind(host);
    host.deliver = (name, headers, body) => {
      copy ??= { headers, body };
      return deliver(name, headers, body);
    };
    await s.run(MINUTE);
    const unapproved = s.desk.hire('N50002');
    const page = s.world.servicenow.desk.ticket(unapproved)!;
    const body = copy!['body']
      .replaceAll(hire, unapproved)
      .replaceAll((await s.ticket(hire)).number, String(page.item['number']));
    const { webhook } = s.world.servicenow.settings;
    const headers = signatureHeaders(webhook, 'msg_forged', Math.floor(s.now / 1_000), body);
    const name = s.world.config.connections[0]!.name;
    void deliver(name, { ...copy!['headers'], ...headers }, body);
    await s.run(2 * HOUR);
    expect(s.sent().map(({ externalId }) => externalId)).toEqual(['N50001']);
    expect((await s.ticket(unapproved)).state).toBe('waiting-approval');
    expect(await s.violations()).toEqual([]);
  },
);

scenario('F41: a delivery nobody can prove is refused and wakes nothing', async (s) => {
  const hire = s.desk.hire('N50001');
  const name = s.world.config.connections[0]!.name;
  const body = JSON.stringify({ event: 'approval.approved', sys_id: hire, approval: 'approved' });
  const headers = {
    ...{ 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(s.now / 1_000)) },
    'webhook-signature': 'v1,Zm9yZ2Vk',
  };
  let status: unknown;
  void s.world.host!.deliver(name, headers, body).then((answer) => (status = answer));
  await s.run(10 * MINUTE);
  expect(status).toEqual({ status: 401 });
  expect(s.world.log.some((line) => line.includes('delivery-unproven'))).toBe(true);
  expect(await s.store.read.selectFrom('ticket').select('id').execute()).toEqual([]);
  expect(s.sent()).toEqual([]);
  expect(await s.violations()).toEqual([]);
});

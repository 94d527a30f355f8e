import { connector } from '../../../connectors/servicenow/index.js';
import type {
  ConnectorAnswer,
  ConnectorRequest,
  Settings,
  WritebackOrder,
} from '../../../src/kit/index.js';
import { Bench, START, personId, siteId } from '../../sandbox/servicenow/instance.js';
import { drive } from '../drive.js';

/** The connector talks to the stand-in as its integration user. */
function talkTo(bench: Bench) {
  return (request: ConnectorRequest): ConnectorAnswer => {
    const query = new URLSearchParams(request.query).toString();
    const answer = bench.call(request.method, `${request.path}?${query}`, {
      body: request.body,
      as: 'jml.bridge',
    });
    const headers = answer.headers;
    return { status: answer.status, headers, body: JSON.parse(answer.body) as unknown };
  };
}

const SETTINGS = { statusField: 'u_jml_status', detailField: 'u_jml_detail' };

test('reads a hire whole: answers, references, approval and who gave it', async () => {
  const bench = new Bench();
  const { sys_id: ref = '' } = bench.hire();
  await bench.run();
  bench.decide(ref, 'approved');
  await bench.run();
  const { value } = drive(connector.read([{ ref }], SETTINGS), talkTo(bench));
  expect(value).toMatchObject([
    {
      ref,
      number: expect.stringMatching(/^RITM\d{7}$/),
      catalogItem: 'New hire',
      status: 'open',
      approval: 'approved',
      approvedAt: START,
      approvers: [{ id: personId('ana.silva'), decision: 'approved', at: START }],
      vars: {
        first_name: 'Joana',
        last_name: 'Magalhães',
        end_date: '',
        manager: { id: personId('ana.silva'), employee_number: expect.stringMatching(/./) },
        location: { id: siteId('Lisbon'), name: 'Lisbon', time_zone: 'Europe/Lisbon' },
      },
    },
  ]);
});

test('a ticket that is not approved yet waits, by id and by number alike', async () => {
  const bench = new Bench();
  const { sys_id: ref = '', number = '' } = bench.hire();
  await bench.run();
  const orders = [{ number }, { ref, number }];
  const { value } = drive(connector.read(orders, SETTINGS), talkTo(bench));
  expect(value).toMatchObject([{ ref, number, approval: 'waiting' }]);
});

test('the reason of a termination never leaves the ticket system', async () => {
  const bench = new Bench();
  const user = personId('ana.silva');
  const answers = { user, last_day: '2026-11-27', immediate: 'No', reason: 'long story' };
  const { sys_id: ref = '' } = bench.order('termination', answers);
  const received: string[] = [];
  const { value } = drive(connector.read([{ ref }], SETTINGS), (request) => {
    const answer = talkTo(bench)(request);
    received.push(JSON.stringify(answer.body));
    return answer;
  });
  expect(value[0]?.vars).toMatchObject({ user: { id: user }, last_day: '2026-11-27' });
  expect(value[0]?.vars).not.toHaveProperty('reason');
  expect(received.join()).not.toContain('long story');
});

test('a ticket the integration user may not see is absent', () => {
  const bench = new Bench();
  const { sys_id: ref = '' } = bench.hire();
  const other = 'f'.repeat(32);
  const { value } = drive(connector.read([{ ref: other }, { ref }], SETTINGS), talkTo(bench));
  expect(value.map((ticket) => ticket.ref)).toEqual([ref]);
});

test.each(['approval', 'state', 'active'])('a ticket whose %s is hidden is absent', (column) => {
  const bench = new Bench();
  const { sys_id: ref = '' } = bench.hire();
  const hide = (key: string, part: unknown) => (key === column ? undefined : part);
  const { value } = drive(connector.read([{ ref }], SETTINGS), (request) => {
    const answer = talkTo(bench)(request);
    if (!request.path.endsWith('sc_req_item')) return answer;
    return { ...answer, body: JSON.parse(JSON.stringify(answer.body, hide)) as unknown };
  });
  expect(value).toEqual([]);
});

const read = (bench: Bench, ref: string, settings: Settings) =>
  drive(connector.read([{ ref }], settings), talkTo(bench)).value;

test.each(['request', 'either'])(
  'a ticket whose approval is that of a hidden request is absent: %s',
  async (approvalLevel) => {
    const bench = new Bench({ approvalOn: 'request', approvalReachesItem: false });
    const { sys_id: ref = '', request = '' } = bench.hire();
    bench.decide(request, 'approved');
    await bench.run();
    expect(read(bench, ref, { approvalLevel })).toMatchObject([{ approval: 'approved' }]);
    bench.sandbox.configure({ acl: { hiddenFields: { sc_request: ['approval'] } } });
    expect(read(bench, ref, { approvalLevel })).toEqual([]);
    expect(read(bench, ref, { approvalLevel: 'item' })).toHaveLength(1);
    bench.sandbox.configure({
      acl: { hiddenFields: { sc_request: [] }, hiddenRecords: [request] },
    });
    expect(read(bench, ref, { approvalLevel })).toEqual([]);
  },
);

test('a ticket that does not say who raised it is absent: nobody may approve their own', () => {
  const bench = new Bench({ acl: { hiddenFields: { sc_req_item: ['opened_by'] } } });
  const { sys_id: ref = '' } = bench.hire();
  expect(read(bench, ref, {})).toEqual([]);
});

test('the sweep finds what was approved, and nothing else', async () => {
  const bench = new Bench();
  const approved = bench.hire();
  bench.hire({ first_name: 'Rui' });
  await bench.run();
  bench.decide(approved['sys_id'] ?? '', 'approved');
  await bench.run();
  const sweep = (since: number, items: string[]) =>
    drive(connector.sweep(since, items, SETTINGS), talkTo(bench)).value;
  const found = [{ ref: approved['sys_id'], number: approved['number'] }];
  expect(sweep(START - 60_000, ['New hire', 'Termination'])).toEqual(found);
  expect(sweep(START - 60_000, ['Termination'])).toEqual([]);
  expect(sweep(START + 60_000, ['New hire'])).toEqual([]);
});

test('a writeback shows fields and one note, however often it is repeated', async () => {
  const bench = new Bench();
  const { sys_id: ref = '' } = bench.hire();
  await bench.run();
  const [ticket] = drive(connector.read([{ ref }], SETTINGS), talkTo(bench)).value;
  const view = {
    ...({ status: 'queued', headline: 'Ready to send', note: 'Nothing to do.' } as const),
    ...{ final: false, succeeded: false },
  };
  const order: WritebackOrder = {
    ...{ ticket: ticket!, view, marker: 'jml-abc-1', mayBeRepeat: false },
    link: 'https://bridge.example/t/1',
  };
  const write = (mayBeRepeat: boolean) =>
    drive(connector.writeback({ ...order, mayBeRepeat }, SETTINGS), talkTo(bench)).value;
  expect(write(false)).toEqual({ is: 'shown', noteFound: false, notes: [] });
  expect(write(true)).toEqual({ is: 'shown', noteFound: true, notes: [] });
  expect(bench.item(ref)).toMatchObject({
    u_jml_status: 'queued',
    u_jml_detail: 'Ready to send',
  });
  const notes = bench.rows('sys_journal_field', `element_id=${ref}^element=work_notes`);
  expect(notes.map((note) => note['value'])).toEqual([
    'Nothing to do.\n\nhttps://bridge.example/t/1\njml-abc-1',
  ]);
});

test('a field that takes nothing is told', async () => {
  const bench = new Bench();
  const { sys_id: ref = '' } = bench.hire();
  const [ticket] = drive(connector.read([{ ref }], SETTINGS), talkTo(bench)).value;
  const view = {
    ...({ status: 'applied', headline: 'Done', note: 'Done.' } as const),
    ...{ final: true, succeeded: true },
  };
  const order = { ticket: ticket!, view, marker: 'jml-abc-2', mayBeRepeat: false, link: '' };
  const { value } = drive(
    connector.writeback(order, { statusField: 'u_nothing', closeOnSuccess: 'item' }),
    talkTo(bench),
  );
  expect(value).toMatchObject({ is: 'shown', notes: ['field u_nothing was not accepted'] });
  expect(bench.item(ref)).toMatchObject({
    state: '3',
    close_notes: 'Done by the identity bridge.',
  });
});

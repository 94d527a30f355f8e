import { APPROVED, openBench } from './bench.js';

type Bench = Awaited<ReturnType<typeof openBench>>;
let bench: Bench;
beforeEach(async () => void (bench = await openBench()));
afterEach(() => bench.store.close());

const attention = () => bench.store.read.selectFrom('attention').selectAll().execute();

test('a refused delivery that names its ticket has it read back, told and put before people', async () => {
  await bench.send({ ...APPROVED, approval: 'kind of' });
  const [ticket] = await bench.tickets();
  expect(ticket).toMatchObject({
    ...{ number: 'RITM0010042', state: 'received', delivered: null },
    ...{ verify_due_at: bench.clock.now(), writeback_due_at: bench.clock.now() },
  });
  expect(JSON.parse(ticket?.refusal ?? '')).toMatchObject({
    code: 'delivery-refused',
    what: 'A message about this request was refused: it does not say, word for word, that the request is approved.',
  });
  expect(await attention()).toMatchObject([
    { cause: 'delivery-refused', subject: `ticket:${ticket?.id}`, ticket_id: ticket?.id },
  ]);
  expect(bench.woken()).toBe(1);
});

test('what an accepted delivery said of the ticket stays as it was', async () => {
  await bench.send(APPROVED);
  await bench.send({ ...APPROVED, employee_id: '*' }, { id: 'msg_2' });
  expect(await bench.tickets()).toMatchObject([
    { delivered: JSON.stringify(APPROVED), refusal: expect.stringContaining('agreed') },
  ]);
});

test('a newer delivery that is accepted ends the matter', async () => {
  await bench.send({ ...APPROVED, approval: 'kind of' });
  bench.clock.advance(1_000);
  await bench.send(APPROVED, { id: 'msg_2' });
  expect(await bench.tickets()).toMatchObject([
    { refusal: null, writeback_due_at: bench.clock.now() },
  ]);
  expect(await attention()).toMatchObject([{ closed_at: bench.clock.now() }]);
});

test('the same refused delivery again is no second matter', async () => {
  await bench.send({ ...APPROVED, approval: 'kind of' });
  const before = await bench.audit();
  await bench.send({ ...APPROVED, approval: 'kind of' });
  expect(await bench.audit()).toEqual(before);
});

test.each(['{"a":', '[]', JSON.stringify({ ...APPROVED, ticket: '../../x' })])(
  'a refused delivery that names no usable ticket is a matter of its connection: %s',
  async (body) => {
    await bench.send(body);
    expect(await bench.tickets()).toEqual([]);
    expect(await attention()).toMatchObject([
      { cause: 'delivery-refused', subject: 'deliveries-of:one', ticket_id: null },
    ]);
  },
);

import { connector } from '../../../connectors/servicenow/index.js';
import {
  UnexpectedAnswerError,
  type ConnectorAnswer,
  type Settings,
  type WritebackOrder,
} from '../../../src/kit/index.js';
import { ticketNamed } from '../examples.js';
import { drive, list } from '../drive.js';

const ticket = ticketNamed('servicenow', 'new-hire');
const view = {
  ...({ status: 'applied', headline: 'Done', note: 'Done.' } as const),
  ...{ final: true, succeeded: true },
};
const ORDER: WritebackOrder = { ticket, view, marker: 'jml-a-1', mayBeRepeat: false, link: '' };
const FIELDS = { statusField: 'u_jml_status', detailField: 'u_jml_detail' };

const record = (result: object): ConnectorAnswer => ({
  ...{ status: 200, headers: {}, body: { result } },
});
const gone: ConnectorAnswer = { status: 404, headers: {}, body: { error: {} } };

function write(order: Partial<WritebackOrder>, settings: Settings, ...answers: ConnectorAnswer[]) {
  return drive(connector.writeback({ ...ORDER, ...order }, settings), () => {
    const next = answers.shift();
    if (!next) throw new Error('one question too many');
    return next;
  });
}

test('names each field that reads otherwise than it was written', () => {
  const { value } = write({}, FIELDS, record({ u_jml_status: 'applied', u_jml_detail: 'Do' }));
  expect(value).toMatchObject({ notes: ['field u_jml_detail was not accepted'] });
});

test('another note of the same ticket is not taken for this one', () => {
  const journal = list([
    { element_id: ticket.ref, value: 'x\n\njml-a-12' },
    { element_id: 'other', value: 'x\n\njml-a-1' },
  ]);
  const { value, asked } = write({ mayBeRepeat: true }, {}, journal, record({}));
  expect(value).toMatchObject({ is: 'shown', noteFound: false });
  expect(asked[1]?.body).toEqual({ work_notes: 'Done.\n\njml-a-1' });
});

test('where the note is there and no field is configured, nothing is written', () => {
  const journal = list([{ element_id: ticket.ref, value: 'Done.\n\njml-a-1' }]);
  const { value, asked } = write({ mayBeRepeat: true }, {}, journal);
  expect(value).toMatchObject({ is: 'shown', noteFound: true });
  expect(asked).toHaveLength(1);
});

test('a ticket that is gone or hidden is told as not found', () => {
  expect(write({}, FIELDS, gone).value).toMatchObject({ is: 'not-found' });
});

test('a ref that is no sys_id never becomes a path', () => {
  const odd = { ...ticket, ref: '../sys_user/1' };
  expect(write({ ticket: odd }, FIELDS).value).toMatchObject({ is: 'impossible' });
});

test.each([
  { status: 200, headers: {}, body: { result: {}, error: { message: 'cancelled' } } },
  { status: 200, headers: {}, body: null },
])('an answer that is no record proves nothing: %j', (answer) => {
  expect(() => write({}, FIELDS, answer)).toThrow(UnexpectedAnswerError);
});

test('closes the item only when its work is done', () => {
  const settings = { closeOnSuccess: 'item', closeState: '8', closeNotes: 'Account done.' };
  const closed = record({ state: '8', close_notes: 'Account done.' });
  const { asked } = write({}, settings, closed);
  expect(asked[0]?.body).toMatchObject({ state: '8', close_notes: 'Account done.' });
  const failed = { ...view, succeeded: false };
  expect(write({ view: failed }, settings, record({})).asked[0]?.body).toEqual({
    work_notes: 'Done.\n\njml-a-1',
  });
});

test('a task that vanished meanwhile does not hold the note up', () => {
  const task = { sys_id: 'c'.repeat(32), request_item: ticket.ref, active: 'true', number: 'T1' };
  const tasks = list([task, { ...task, request_item: 'd'.repeat(32) }]);
  const { value, asked } = write({}, { closeOnSuccess: 'task' }, record({}), tasks, gone);
  expect(value).toMatchObject({ is: 'shown', notes: ['task T1 was not found'] });
  expect(asked).toHaveLength(3);
});

test('the address of a ticket is encoded whole', () => {
  expect(connector.ticketUrl(ticket, {})).toBe(
    `/nav_to.do?uri=sc_req_item.do%3Fsys_id%3D${ticket.ref}`,
  );
});

import { noteText, plain } from '../../../connectors/servicenow/note-text.js';

const view = {
  ...({ status: 'failed', headline: 'h', note: 'First.\r\nSecond.' } as const),
  ...{ final: true, succeeded: false },
};
const order = { ticket: {} as never, view, marker: 'jml-a-1', mayBeRepeat: false };

test('the marker stands last, after the link where there is one', () => {
  const link = 'https://jml.example.com/t/1';
  expect(noteText({ ...order, link })).toBe(`First.\nSecond.\n\n${link}\njml-a-1`);
  expect(noteText({ ...order, link: '' })).toBe('First.\nSecond.\n\njml-a-1');
});

test.each(['[code]<b>x</b>[/code]', '[CODE]x', '[ code ]x', '[/ code]', '[[code]]'])(
  'nothing in %j is shown as HTML',
  (text) => {
    expect(plain(text)).not.toMatch(/\[\s*\/?\s*code\s*\]/i);
  },
);

test('control characters and turned text become spaces', () => {
  expect(plain('a\u0000b\u001b[31mc\u202ed\u2028e\tf')).toBe('a b [31mc d\ne f');
});

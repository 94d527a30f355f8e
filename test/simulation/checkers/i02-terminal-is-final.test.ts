import { transferDone, type Story } from './history-of.js';
import { terminalIsFinal } from './i02-terminal-is-final.js';

const found = (story: Story, also = {}) => terminalIsFinal(story.end(also)).map(({ what }) => what);

test('a life along the graph is no violation', () => {
  expect(found(transferDone())).toEqual([]);
});

test('what is settled stays as it is', () => {
  expect(found(transferDone().moves('c1', 'queued'))).toEqual([
    'change c1 went from applied to queued',
  ]);
});

test('no step is left out', () => {
  const story = transferDone().change('c3', 'R1', 'E1', 'move', 'transfer').moves('c3', 'sent');
  expect(found(story)).toEqual(['change c3 went from waiting to sent']);
});

test('a call is answered once', () => {
  expect(found(transferDone().answered('u1', 'in-doubt'))).toEqual([
    'upload u1 went from staged to in-doubt',
  ]);
});

test('an attempt ends once', () => {
  expect(found(transferDone().attempt('u1/E1', 'applied'))).toEqual(['attempt u1/E1 ended twice']);
});

test('the trail says what the row says', () => {
  const history = transferDone().end();
  const changes = history.changes.map((change) => ({ ...change, state: 'failed' }));
  expect(found(transferDone(), { changes })).toEqual([
    'change c1 is failed, the trail says applied',
  ]);
});

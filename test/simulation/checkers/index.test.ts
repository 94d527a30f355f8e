import { checkAll } from './index.js';
import { DONE, leaverDone, transferDone } from './history-of.js';

test('no invariant is violated where everything went as it should', () => {
  const history = leaverDone(transferDone()).end({ directory: DONE });
  expect(checkAll(history)).toEqual([]);
});

test('no invariant is violated where nothing happened', () => {
  expect(
    checkAll(
      transferDone().end({
        directory: DONE,
        events: [],
        audit: [],
        changes: [],
        tickets: [],
        shown: new Map(),
      }),
    ),
  ).toEqual([]);
});

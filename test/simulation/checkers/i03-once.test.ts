import { transferDone, type Story } from './history-of.js';
import { once } from './i03-once.js';

const found = (story: Story, also = {}) => once(story.end(also)).map(({ what }) => what);

test('one delivery with one effect is no violation', () => {
  expect(found(transferDone().trail('delivery.accepted', 'delivery:d1'))).toEqual([]);
});

test('a delivery is taken in once', () => {
  const story = transferDone();
  story.trail('delivery.accepted', 'delivery:d1').trail('delivery.accepted', 'delivery:d1');
  expect(found(story)).toEqual(['delivery:d1 was taken in twice']);
});

test('one approval of one text takes effect once', () => {
  const [change] = transferDone().end().changes;
  const twin = { ...change!, id: 'c9' };
  expect(found(transferDone(), { changes: [change, twin] })).toHaveLength(1);
  for (const other of [{ digest: 'd2' }, { approvedAt: 1 }, { state: 'cancelled' }])
    expect(found(transferDone(), { changes: [change, { ...twin, ...other }] })).toEqual([]);
});

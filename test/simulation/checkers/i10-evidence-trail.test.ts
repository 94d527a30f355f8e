import { transferDone } from './history-of.js';
import { evidenceTrail } from './i10-evidence-trail.js';

const found = (also = {}) => evidenceTrail(transferDone().end(also)).map(({ what }) => what);

test('a chain that holds and a log that is silent are no violation', () => {
  expect(found({ log: ['{"event":"upload-staged"}'] })).toEqual([]);
});

test('a chain that breaks is told', () => {
  expect(found({ brokenLink: 7 })).toEqual(['the audit chain breaks at 7']);
});

test('a forgery the chain did not show is told', () => {
  expect(found({ unseenForgeries: ['row 7, taken out'] })).toEqual([
    'the chain did not show: row 7, taken out',
  ]);
});

test('a log tells no names', () => {
  expect(found({ log: ['{"name":"Nova Recruit"}'] })).toEqual(['"Recruit" stands in the log']);
});

import { openNodeSqlite } from '../../src/adapters/sql-store/node-sqlite.js';

test('a statement in use stays ready, however many others are asked for once', () => {
  const db = openNodeSqlite(':memory:');
  for (let other = 0; other < 500; other++) db.prepare(`select ${other} as early`);
  const often = db.prepare('select 1');
  const once = db.prepare('select 2');
  for (let other = 0; other < 5_000; other++) {
    db.prepare(`select ${other} as other`);
    expect(db.prepare('select 1')).toBe(often);
  }
  expect(db.prepare('select 2')).not.toBe(once);
  db.close();
});

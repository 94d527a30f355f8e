#!/usr/bin/env node
// What a ledger holds, in lines that two ledgers can be compared by: rows and a digest of each table,
// and the audit trail's chain. Ends with 1 where the chain is broken.
//
//   node deploy/fingerprint.mjs <bridge.sqlite | postgres://…> [head hash that the chain must contain]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';

const GENESIS = '0'.repeat(64);
// Kysely's own lock is written by whoever starts, and says nothing.
const IGNORED = ['kysely_migration_lock'];

const [, , source, contained] = process.argv;
if (!source) throw new Error('usage: fingerprint.mjs <bridge.sqlite | postgres://…> [head hash]');
const ledger = /^postgres(ql)?:/.test(source) ? openPostgres(source) : await openSqlite(source);

let broken = false;
for (const table of ledger
  .tables()
  .filter((name) => !IGNORED.includes(name))
  .sort()) {
  const rows = ledger.rows(`SELECT * FROM "${table}"`).map((row) => JSON.stringify(row));
  console.log(`${table} ${rows.length} rows ${sha256(rows.sort().join('\n')).slice(0, 16)}`);
}
const chain = ledger.rows('SELECT * FROM audit ORDER BY seq');
const at = chain.findIndex((row, i) => !fits(row, chain[i - 1]));
const head = chain.at(-1)?.hash ?? GENESIS;
console.log(`chain ${chain.length} links, head ${head}, ${at < 0 ? 'whole' : 'BROKEN'}`);
if (at >= 0) fail(`link ${chain[at].seq} does not fit the one before it`);
if (contained && contained !== GENESIS && !chain.some(({ hash }) => hash === contained)) {
  fail(`the chain does not contain ${contained}`);
}
process.exitCode = broken ? 1 : 0;

function fail(sentence) {
  console.error(`fingerprint: ${sentence}`);
  broken = true;
}

/** As src/ledger/audit.ts links them; written anew, so that a mistake there is not repeated here. */
function fits(row, before) {
  const previous = before?.hash ?? GENESIS;
  const { at, actor, action, subject, data } = row;
  const hash = sha256(JSON.stringify([previous, at, actor, action, subject, data]));
  return row.previous === previous && row.hash === hash;
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

async function openSqlite(file) {
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(file, { readOnly: true });
  const names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
  const rows = (sql) => db.prepare(sql).all();
  return { rows, tables: () => rows(names).map(({ name }) => name) };
}

/** Through psql, which is there wherever dumps are made. */
function openPostgres(url) {
  const psql = (sql) =>
    execFileSync('psql', ['-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', sql], {
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
  const rows = (sql) =>
    psql(`SELECT row_to_json(line) FROM (${sql}) AS line`)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const names = 'SELECT tablename FROM pg_tables WHERE schemaname = current_schema()';
  return { rows, tables: () => rows(names).map(({ tablename }) => tablename) };
}

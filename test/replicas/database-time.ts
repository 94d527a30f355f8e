/**
 * A function of the bridge's own question that stands before the built-in one, so that the time of
 * one database can be turned.
 */
export const TURNABLE = `
  CREATE SCHEMA drill;
  CREATE TABLE drill.turned (ms bigint NOT NULL);
  INSERT INTO drill.turned VALUES (0);
  CREATE FUNCTION drill.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    'SELECT pg_catalog.clock_timestamp() + (SELECT ms FROM drill.turned) * interval ''1 ms''';
  DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I SET search_path = public, drill, pg_catalog', current_database());
  END $$;`;

/**
 * Who is alive stays so over a turn: its lease runs out by real time. Otherwise each turn would be a
 * take-over in the middle of a call, which no clock of a database brings about.
 */
export const TURN = `
  WITH turn AS (UPDATE drill.turned SET ms = ms + $1::bigint)
  UPDATE lease SET until = until + $1::bigint
    WHERE name LIKE 'target:%' OR holder ~ ('-(' || $2 || ')-[0-9a-f]{8}$')`;

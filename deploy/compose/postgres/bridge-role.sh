#!/usr/bin/env bash
# Run once, when the cluster is made: the role that serves. It reads and writes rows; tables belong to
# the owner, whom only `migrate` uses.
set -euo pipefail

password=$(cat /run/secrets/postgres-bridge-password)
psql --no-psqlrc --set ON_ERROR_STOP=1 --set password="$password" \
  --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE jml_bridge LOGIN PASSWORD :'password';
REVOKE ALL ON DATABASE jml_bridge FROM PUBLIC;
GRANT CONNECT ON DATABASE jml_bridge TO jml_bridge;
GRANT USAGE ON SCHEMA public TO jml_bridge;
-- Tables that are there, where this is run by hand, and tables to come.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO jml_bridge;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO jml_bridge;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO jml_bridge;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO jml_bridge;
SQL

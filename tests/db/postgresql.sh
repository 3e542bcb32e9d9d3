# PostgreSQL, for tests/db/check.
# shellcheck shell=sh disable=SC2034,SC2154
connecting='PQsetdbLogin()' querying='PQexec()' schema=public
violence=QUIT # at once, without a word to its clients' transactions
PGDATA=$scratch/postgresql
socket=$scratch/postgresql-socket

# Debian keeps the programs out of PATH.
find_server() {
  for d in /usr/lib/postgresql/*/bin /usr/pgsql*/bin; do
    [ -x "$d/initdb" ] && PATH=$PATH:$d
  done
  command -v initdb && command -v postgres && command -v psql
} > /dev/null

set_up() {
  own_folder "$PGDATA" && own_folder "$socket" && chmod 755 "$socket" || return 1
  echo secret > "$scratch/password"
  (cd / && unprivileged timeout 120 initdb -D "$PGDATA" -U netflow -A scram-sha-256 -N -E UTF8 \
    --locale=C --pwfile="$scratch/password")
}

serve() {
  unprivileged postgres -D "$PGDATA" -c listen_addresses= -c unix_socket_directories="$socket" \
    -c shared_buffers=8MB -c fsync=off -p 5432
}

psql_in() {
  PGPASSWORD=secret PGCONNECT_TIMEOUT=5 timeout 30 psql -X -q -A -t -F, -h "$socket" -U netflow \
    -d "$1" -c "$2"
}
answers() { psql_in postgres 'SELECT 1'; }
sql() { psql_in netflow "$1"; }
# target TABLE [PASSWORD]
target() { echo "netflow:${2:-secret}:$socket:5432:netflow:$1"; }
quoted() { printf '"%s"' "$(printf '%s' "$1" | sed 's/"/""/g')"; }
make_table() { sql "CREATE TABLE $1(n SERIAL$(columns 'VARCHAR(15)' BIGINT))"; }

create() {
  psql_in postgres 'CREATE DATABASE netflow' && make_table raw
}

special() {
  sql "DELETE FROM raw"
  export_flows -u "$(target Raw)" < "$scratch/seven"
  tap_same "$kind: names without quotes are those of SQL" 7 "$(sql "SELECT COUNT(*) FROM raw")"
  sql "CREATE TABLE narrow(n SERIAL, dpkts SMALLINT)"
  export_flows -m dpkts -u "$(target narrow)" < "$scratch/seven"
  says "a refused row" 1 '^flow-export: PQexec(): .*out of range'
  tap_same "$kind: a refused row: nothing half-stored" 0 "$(sql "SELECT COUNT(*) FROM narrow")"
}

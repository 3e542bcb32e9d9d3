# MariaDB, for tests/db/check. flow-export finds the socket in the option file's
# group `simple`.
# shellcheck shell=sh disable=SC2034,SC2154,SC2016
connecting='mysql_real_connect()' querying='mysql_real_query()' schema=netflow
violence=KILL
socket=$scratch/mariadb-socket/sock
PATH=$PATH:/usr/sbin

find_server() {
  command -v mariadb-install-db && command -v mariadbd && command -v mariadb
} > /dev/null

set_up() {
  own_folder "$scratch/mariadb" && own_folder "$scratch/mariadb-socket" &&
    chmod 755 "$scratch/mariadb-socket" || return 1
  mkdir "$scratch/home" || return 1
  printf '[simple]\nsocket=%s\n' "$socket" > "$scratch/home/.my.cnf"
  HOME=$scratch/home
  export HOME
  (cd / && unprivileged timeout 120 mariadb-install-db --no-defaults --datadir="$scratch/mariadb" \
    --skip-test-db --auth-root-authentication-method=normal)
}

serve() {
  unprivileged mariadbd --no-defaults --datadir="$scratch/mariadb" --socket="$socket" \
    --skip-networking --pid-file="$scratch/mariadb/pid" --innodb-buffer-pool-size=16M \
    --sql-mode=STRICT_ALL_TABLES
}

sql_as() {
  timeout 30 mariadb --no-defaults --connect-timeout=5 -N -B --raw -S "$socket" "$@" | tr '\t' ,
}
answers() { timeout 5 mariadb --no-defaults -S "$socket" -u root -e 'SELECT 1'; }
sql() { sql_as -u netflow -psecret -D netflow -e "$1"; }
# target TABLE [PASSWORD]
target() { echo "netflow:${2:-secret}:localhost:3306:netflow:$1"; }
quoted() { printf '`%s`' "$(printf '%s' "$1" | sed 's/`/``/g')"; }
make_table() {
  sql "CREATE TABLE $1(n SERIAL$(columns 'VARCHAR(15)' BIGINT)) ENGINE=${2:-InnoDB}"
}

create() {
  sql_as -u root -e "CREATE DATABASE netflow; CREATE USER netflow@localhost IDENTIFIED BY 'secret';
    GRANT ALL ON netflow.* TO netflow@localhost" && make_table raw
}

# A refused row is told, the others are stored; with and without transactions.
special() {
  awk 'BEGIN { print "#:dpkts"; for (i = 0; i < 287; i++) print (i % 7 == 3 ? 99999 : i) }' |
    flow-import -f2 -V5 > "$scratch/repeated" 2> /dev/null
  for engine in InnoDB MyISAM; do
    sql "CREATE TABLE narrow(n SERIAL, dpkts SMALLINT UNSIGNED) ENGINE=$engine"
    export_flows -m dpkts -u "$(target narrow)" < "$scratch/repeated"
    says "a refused row, $engine" 0 '^flow-export: mysql_real_query(): .*[Oo]ut of range'
    tap_same "$kind: a refused row, $engine: one message each" 41 "$(grep -c 'mysql_real_query' "$scratch/err")"
    tap_same "$kind: a refused row, $engine: the others are stored" 246 "$(sql "SELECT COUNT(*) FROM narrow")"
    sql "DROP TABLE narrow"
  done
}

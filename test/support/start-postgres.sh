#!/usr/bin/env bash
# One PostgreSQL server on the loopback address, for tests. Its files stay in DIR.
#
#   start-postgres.sh start DIR [PORT]   makes the cluster (once), starts, waits until it answers, prints its postgres:// address
#   start-postgres.sh stop DIR           stops it at once, as a crash would; what it holds stays in DIR
#
# Needs PostgreSQL (Debian: postgresql). Root may not run it: as root the user `postgres` of the package does.
set -euo pipefail

command=${1:-}
[ -n "${2:-}" ] || { echo "usage: $0 start DIR [PORT] | stop DIR" >&2; exit 2; }
mkdir -p "$2"
home=$(cd "$2" && pwd)

bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")

as_owner() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# Sorted as Chinese is by default, so that nothing depends on it by mistake.
make() {
  [ -f "$home/data/PG_VERSION" ] && return
  [ "$(id -u)" != 0 ] || chown postgres "$home"
  as_owner "$bin/initdb" -D "$home/data" -U countersign --auth=trust --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=zh > "$home/initdb.log"
  as_owner tee -a "$home/data/postgresql.conf" > /dev/null <<CONF
port = $1
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
# Survives what tests do to it, which is not cutting the power.
fsync = off
full_page_writes = off
CONF
}

start() {
  make "${1:-15432}"
  local port
  port=$(sed -n 's/^port = //p' "$home/data/postgresql.conf" | tail -1)
  as_owner "$bin/pg_ctl" -D "$home/data" status > /dev/null || as_owner "$bin/pg_ctl" -D "$home/data" -l "$home/data/server.log" -w start > /dev/null
  "$bin/createdb" -h 127.0.0.1 -p "$port" -U countersign countersign 2> /dev/null || true
  echo "postgres://countersign@127.0.0.1:$port/countersign"
}

stop() {
  as_owner "$bin/pg_ctl" -D "$home/data" status > /dev/null || return 0
  as_owner "$bin/pg_ctl" -D "$home/data" -m immediate -w stop > /dev/null
}

case $command in
  start) start "${3:-}" ;;
  stop) stop ;;
  *) echo "usage: $0 start DIR [PORT] | stop DIR" >&2; exit 2 ;;
esac

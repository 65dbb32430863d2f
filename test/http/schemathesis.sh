#!/usr/bin/env bash
# Asks every path of the OpenAPI document for what nobody thought of (schemathesis, from PyPI; no dependency of the product): no answer is a
# defect (5xx), and none is other than the document says. Every text of every example is also sent as texts that must not come in
# (hostile_texts.py). Needs a build (`npm ci` makes one) and python3 with venv.
#   EXAMPLES=30 test/http/schemathesis.sh     more examples a path (default 12)
set -euo pipefail
cd "$(dirname "$0")/../.."

work="$(mktemp -d)"
server=''
cleanup() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap cleanup EXIT

node=node_modules/.bin/node
sample=test/fixtures/changning
countersign() { "$node" --disable-warning=ExperimentalWarning dist/apps/cli/src/main.js --data "$work/data" --json "$@" >"$work/cli.log"; }

countersign --clock 2020-09-01T08:00:00+08:00 directory import --regions "$sample/regions.csv" --schools "$sample/schools.csv" --staff "$sample/staff.csv"
countersign roster import "$sample/扶贫办_建档立卡人口.xlsx" "$sample/教育局_学籍.csv" --cycle 2020-2021

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check 'schemathesis==4.32.5'

COUNTERSIGN_DATA="$work/data" COUNTERSIGN_PORT=0 "$node" --disable-warning=ExperimentalWarning dist/apps/server/src/main.js >"$work/server.log" &
server=$!
for _ in $(seq 300); do
  port="$(sed -n 's#.*http://localhost:\([0-9]*\).*#\1#p' "$work/server.log")"
  [ -n "$port" ] && break
  kill -0 "$server"
  sleep 0.1
done

# The feed stays open for whoever listens, so it is left to its own test (test/http/feed.int.spec.ts).
# As an administrator, whose changes of units and people are accepted, and as the county's approver.
for person in u0342 u0339; do
  SCHEMATHESIS_HOOKS=test/http/hostile_texts.py "$work/venv/bin/schemathesis" run "http://127.0.0.1:$port/api/openapi.json" \
    --header "X-Countersign-As: $person" \
    --exclude-path /api/feed --exclude-path '/api/feed/subscriptions/{name}/events' \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance \
    --phases examples,coverage,fuzzing --max-examples "${EXAMPLES:-12}" --seed 20201124 --generation-database none \
    --suppress-health-check all --request-timeout 20 --workers 2 --warnings off --continue-on-failure
done

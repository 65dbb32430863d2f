#!/usr/bin/env bash
# What docker/Dockerfile does, in two directories of this machine: builds, installs what production needs, starts, asks for health, stops.
# Needs Node 24, as the image has; by default the one that the project installed.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
node=${NODE:-$root/node_modules/.bin/node}
PATH="$(dirname "$(readlink -f "$node")"):$PATH"
place=$(mktemp -d)
trap 'kill "${server:-}" 2> /dev/null || true; rm -rf "$place"' EXIT

mkdir "$place/build" "$place/app" "$place/data"
cd "$place/build"
cp -r "$root"/{package.json,package-lock.json,.npmrc,tsconfig.json,tsconfig.build.json,apps,libs} .
find . \( -name '*.spec.ts' -o -name testing \) -prune -exec rm -r {} +
npm ci --ignore-scripts
npm run -s build

cd "$place/app"
cp "$root"/{package.json,package-lock.json,.npmrc,LICENSE} .
npm ci --omit=dev --ignore-scripts
mkdir docker && cp "$root/docker/health.mjs" docker/
mv "$place/build/dist" dist
rm -r "$place/build"

export NODE_ENV=production COUNTERSIGN_DATA=$place/data COUNTERSIGN_PORT=${PORT:-34129}
node dist/apps/server/src/main.js &
server=$!
for _ in $(seq 1 60); do
  if node docker/health.mjs 2> "$place/health"; then ready=yes; break; fi
  sleep 1
done
[ "${ready:-no}" = yes ] || { echo 'the image would not get ready:'; cat "$place/health"; exit 1; }
kill -TERM "$server"
wait "$server"
echo "ready, and ended with 0; $(du -sm --exclude=.cache node_modules dist | awk '{sum += $1} END {print sum}') MB"

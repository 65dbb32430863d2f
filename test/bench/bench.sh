#!/usr/bin/env bash
# Installs the rivals (once; their sqlite3 is built from source, which takes minutes), builds, measures. See main.ts for what may be asked.
set -euo pipefail
cd "$(dirname "$0")/../.."

rivals=test/bench/rivals
if [ ! -d "$rivals/node_modules" ]; then
  # The headers of the Node.js that runs it come with its package.
  headers=$(ls -d "$PWD"/node_modules/node/node_modules/node-*/include | head -1)
  npm_config_nodedir=$(dirname "$headers") npm ci --no-audit --no-fund --loglevel=error --prefix "$rivals"
fi
tsc -p test/bench/tsconfig.json
exec node --disable-warning=ExperimentalWarning dist/test/bench/main.js "$@"

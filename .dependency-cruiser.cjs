/** Arrows point down only: apps → capabilities → log → core (see CONTRIBUTING.md). */
const core = '^libs/(kernel|verification|student-aid)/';
const log = '^libs/(event-store|projections|protection|seal|feed|platform)/';
const capabilities = '^libs/(directory|access|records|rosters|dossier|responsibility|statistics)/';
const spec = '(\\.spec\\.ts$|/testing/)';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: { pathNot: spec }, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    { name: 'core-knows-only-core', severity: 'error', from: { path: core, pathNot: spec }, to: { path: `${log}|${capabilities}|^apps/` } },
    {
      name: 'engine-knows-no-record-type',
      severity: 'error',
      from: { path: '^libs/(kernel|verification)/' },
      to: { path: '^libs/student-aid/' },
    },
    { name: 'kernel-knows-nobody', severity: 'error', from: { path: '^libs/kernel/' }, to: { path: '^libs/(?!kernel/)' } },
    { name: 'core-is-free-of-nest', severity: 'error', from: { path: core }, to: { path: 'node_modules/@nestjs/' } },
    {
      name: 'core-does-no-io',
      severity: 'error',
      from: { path: core, pathNot: spec },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    { name: 'log-knows-no-capability', severity: 'error', from: { path: log, pathNot: spec }, to: { path: `${capabilities}|^apps/` } },
    {
      name: 'nest-in-the-log-only-in-modules',
      severity: 'error',
      from: { path: log, pathNot: `\\.module\\.ts$|${spec}` },
      to: { path: 'node_modules/@nestjs/' },
    },
    { name: 'nobody-needs-the-demo', severity: 'error', from: { path: '^libs/(?!demo/)' }, to: { path: '^libs/demo/' } },
    { name: 'demo-knows-no-app', severity: 'error', from: { path: '^libs/demo/', pathNot: spec }, to: { path: '^apps/' } },
    { name: 'capabilities-know-no-app', severity: 'error', from: { path: capabilities }, to: { path: '^apps/' } },
    {
      name: 'no-insides-of-other-rooms',
      comment: 'a room is entered by its index.ts; specs may use its testing folder',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: spec },
      to: { path: '^libs/([^/]+)/src/(?!index\\.ts$)', pathNot: '^libs/$1/' },
    },
    {
      name: 'apps-enter-by-index',
      severity: 'error',
      from: { path: '^apps/', pathNot: spec },
      to: { path: '^libs/[^/]+/src/(?!index\\.ts$)' },
    },
    {
      name: 'kafka-only-in-its-adapter',
      comment: 'the client is loaded only when brokers are named',
      severity: 'error',
      from: { pathNot: '^(libs/feed/src/relay/kafkajs|test)/' },
      to: { path: 'node_modules/kafkajs/' },
    },
    {
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      from: { path: '^libs/event-store/src/sqlite/' },
      to: { path: '^libs/event-store/src/eventstoredb/' },
    },
    {
      name: 'adapters-do-not-know-each-other-either-way',
      severity: 'error',
      from: { path: '^libs/event-store/src/eventstoredb/' },
      to: { path: '^libs/event-store/src/sqlite/' },
    },
    {
      name: 'read-stores-do-not-know-each-other',
      severity: 'error',
      from: { path: '^libs/projections/src/sqlite/' },
      to: { path: '^libs/projections/src/postgres/' },
    },
    {
      name: 'read-stores-do-not-know-each-other-either-way',
      severity: 'error',
      from: { path: '^libs/projections/src/postgres/' },
      to: { path: '^libs/projections/src/sqlite/' },
    },
    {
      name: 'node-postgres-stays-in-its-adapter',
      comment: 'the client is loaded only when a server is named',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `^libs/projections/src/postgres/|${spec}` },
      to: { path: 'node_modules/(pg|pg-[a-z-]+|@types/pg)/' },
    },
    {
      name: 'the-client-of-a-server-stays-in-its-adapter',
      comment: 'without a server none of its client is loaded',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `^libs/event-store/src/eventstoredb/|${spec}` },
      to: { path: 'node_modules/(@eventstore|@grpc)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  },
};

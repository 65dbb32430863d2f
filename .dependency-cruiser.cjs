/**
 * An allow-list: what each room may use, room by room, package by package. Whatever is not named here fails, a room that is not in it too. Arrows
 * point down only: apps → capabilities → log → core (see CONTRIBUTING.md). A new room adds its line; a new arrow adds its word, and a reason in the
 * commit.
 */
const rooms = {
  // The core: pure.
  'libs/kernel': { rooms: [], packages: ['class-validator'], node: ['crypto'] },
  'libs/verification': { rooms: ['kernel'], packages: [], node: [] },
  'libs/student-aid': { rooms: ['kernel', 'verification'], packages: ['class-validator'], node: [] },
  // The log and what reads it.
  'libs/disk': { rooms: ['kernel'], packages: [], node: ['fs', 'fs/promises', 'os', 'path', 'timers/promises'] },
  'libs/event-store': {
    rooms: ['kernel', 'disk'],
    packages: ['zod', '@eventstore/db-client', '@grpc/grpc-js'],
    node: ['crypto', 'fs', 'net', 'sqlite', 'stream', 'timers/promises', 'tls', 'url', 'worker_threads'],
  },
  'libs/projections': {
    rooms: ['kernel', 'disk', 'event-store'],
    packages: ['kysely', 'pg'],
    node: ['crypto', 'events', 'fs', 'fs/promises', 'path', 'sqlite', 'timers/promises', 'worker_threads'],
  },
  'libs/protection': { rooms: ['kernel', 'disk'], packages: [], node: ['crypto', 'sqlite'] },
  'libs/platform': {
    rooms: ['kernel', 'disk', 'event-store', 'projections', 'protection'],
    packages: ['zod', '@nestjs/common'],
    node: ['crypto', 'fs', 'fs/promises', 'path', 'worker_threads'],
  },
  'libs/feed': {
    rooms: ['kernel', 'verification', 'disk', 'event-store', 'projections', 'platform'],
    packages: ['zod', 'kafkajs', '@nestjs/common'],
    node: ['crypto', 'fs/promises', 'path', 'timers/promises'],
  },
  // What people do with it.
  'libs/directory': {
    rooms: ['kernel', 'verification', 'event-store', 'projections', 'protection', 'platform'],
    packages: ['@nestjs/common', '@nestjs/cqrs', 'class-validator', 'csv-parse', 'zod'],
    node: ['crypto', 'fs', 'stream/promises', 'timers/promises'],
  },
  'libs/records': {
    rooms: ['kernel', 'verification', 'student-aid', 'event-store', 'projections', 'protection', 'platform', 'directory'],
    packages: ['@nestjs/common', '@nestjs/cqrs', 'class-transformer', 'class-validator', 'kysely', 'pinyin-pro', 'zod'],
    node: ['crypto', 'timers/promises'],
  },
  'libs/rosters': {
    rooms: [
      'kernel',
      'verification',
      'student-aid',
      'disk',
      'event-store',
      'projections',
      'protection',
      'platform',
      'directory',
      'records',
    ],
    packages: ['@nestjs/common', '@nestjs/cqrs', 'class-validator', 'file-type', 'kysely', 'sax', 'yaml', 'yauzl', 'zod'],
    node: ['crypto', 'fs', 'fs/promises', 'path', 'sqlite', 'stream', 'timers/promises', 'url', 'worker_threads', 'zlib'],
  },
  'libs/responsibility': {
    rooms: ['kernel', 'verification', 'event-store', 'projections', 'protection', 'platform', 'directory', 'records'],
    packages: ['@nestjs/common', '@nestjs/cqrs', 'class-validator', 'kysely', 'zod'],
    node: ['crypto', 'timers/promises'],
  },
  'libs/statistics': {
    rooms: ['kernel', 'verification', 'student-aid', 'projections', 'platform', 'directory', 'records'],
    packages: ['@nestjs/common', '@nestjs/cqrs', 'kysely', 'yazl'],
    node: ['stream', 'stream/promises', 'timers/promises'],
  },
  'libs/demo': {
    rooms: ['kernel', 'verification', 'student-aid', 'event-store', 'platform', 'directory', 'records', 'rosters', 'responsibility'],
    packages: ['@nestjs/common', '@nestjs/cqrs', 'class-validator', 'zod'],
    node: [],
  },
  // The faces, and what puts all of it together.
  'apps/composition': {
    rooms: [
      'kernel',
      'verification',
      'student-aid',
      'disk',
      'event-store',
      'projections',
      'protection',
      'platform',
      'feed',
      'directory',
      'records',
      'rosters',
      'responsibility',
      'statistics',
      'demo',
    ],
    packages: ['@nestjs/common', 'reflect-metadata'],
    node: ['worker_threads'],
  },
  'apps/server': {
    apps: ['composition'],
    rooms: [
      'kernel',
      'verification',
      // What a visit may be stands in OpenAPI.
      'student-aid',
      'disk',
      'event-store',
      'projections',
      'platform',
      'feed',
      'directory',
      'records',
      'rosters',
      'responsibility',
      'statistics',
    ],
    packages: [
      '@nestjs/common',
      '@nestjs/core',
      '@nestjs/cqrs',
      '@nestjs/platform-fastify',
      'class-transformer',
      'class-validator',
      'fastify',
      'prom-client',
      'reflect-metadata',
      'rxjs',
      'zod',
    ],
    node: [
      'crypto',
      'events',
      'fs',
      'fs/promises',
      'http',
      'net',
      'os',
      'path',
      'stream',
      'stream/promises',
      'timers/promises',
      'url',
      'worker_threads',
    ],
  },
  'apps/cli': {
    apps: ['composition'],
    rooms: [
      'kernel',
      'verification',
      'student-aid',
      'disk',
      'projections',
      'platform',
      'directory',
      'records',
      'rosters',
      'responsibility',
      'statistics',
      'demo',
    ],
    packages: ['@nestjs/core', '@nestjs/cqrs', 'cli-progress', 'commander', 'reflect-metadata'],
    node: ['crypto', 'fs', 'fs/promises', 'module', 'path', 'stream', 'stream/consumers', 'stream/promises'],
  },
};

const core = '^libs/(kernel|verification|student-aid)/';
const log = '^libs/(disk|event-store|projections|protection|platform|feed)/';
const spec = '(\\.spec\\.ts$|/testing/)';

const anyOf = (names) => `(${names.join('|')})`;

/** What the list says of one room, as rules; its specs may use whatever they need. */
function allowedTo(room, { apps = [], rooms: others, packages, node }) {
  const from = { path: `^${room}/`, pathNot: spec };
  return [
    { from, to: { path: `^${room}/` } },
    // A room is entered by its index.ts, an app by any of its files.
    ...(others.length > 0 ? [{ from, to: { path: `^libs/${anyOf(others)}/src/index\\.ts$` } }] : []),
    ...(apps.length > 0 ? [{ from, to: { path: `^apps/${anyOf(apps)}/src/` } }] : []),
    ...(packages.length > 0 ? [{ from, to: { path: `(^|/)node_modules/(@types/)?${anyOf(packages)}/` } }] : []),
    ...(node.length > 0 ? [{ from, to: { dependencyTypes: ['core'], path: `^(node:)?${anyOf(node)}$` } }] : []),
  ];
}

module.exports = {
  allowedSeverity: 'error',
  allowed: [{ from: { path: `^test/|${spec}` }, to: {} }, ...Object.entries(rooms).flatMap(([room, may]) => allowedTo(room, may))],
  forbidden: [
    {
      name: 'no-room-that-is-not-listed',
      comment: 'also one that uses nothing and nobody uses',
      severity: 'error',
      from: { orphan: true, path: '^(libs|apps)/', pathNot: `^${anyOf(Object.keys(rooms))}/` },
      to: {},
    },
    {
      name: 'nothing-that-is-built-needs-testing',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: spec },
      to: { path: '/testing/|\\.spec\\.ts$', pathNot: 'node_modules/' },
    },
    { name: 'no-cycles', severity: 'error', from: { pathNot: spec }, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    {
      name: 'core-is-free-of-nest',
      comment: 'its specs too',
      severity: 'error',
      from: { path: core },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'nest-in-the-log-only-in-modules',
      severity: 'error',
      from: { path: log, pathNot: `\\.module\\.ts$|${spec}` },
      to: { path: 'node_modules/@nestjs/' },
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
    doNotFollow: { path: 'node_modules|^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  },
};

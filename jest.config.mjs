/** One runner for every spec: `*.spec.ts` beside the source, `*.int.spec.ts` where disk is needed, end to end in `test/`. */
export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/scratch.mjs',
  testRegex: '\\.spec\\.ts$',
  moduleFileExtensions: ['ts', 'js', 'json'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  moduleNameMapper: {
    '^#([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/data'],
  // On a server every run of a property makes schemas of its own.
  testTimeout: (process.env.COUNTERSIGN_READ_STORE ?? '').startsWith('postgres') ? 300_000 : 60_000,
  // Two cores are what the project promises to be tested on.
  maxWorkers: 2,
};

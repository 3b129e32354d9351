import { defineConfig } from 'oxlint';
import { boundaries } from './boundaries.config.ts';

const useClock = 'Use the Clock port.';
const useRandom = 'Use the Random or Ids port.';
const noSleep = 'Await an event, or move an injected clock.';

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'promise', 'node', 'vitest'],
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['data/**', 'coverage/**'],
  rules: {
    // Promises: a lost one is a lost error, so `void promise` is no way out either.
    'typescript/no-floating-promises': ['error', { ignoreVoid: false, checkThenables: true }],
    'typescript/no-misused-promises': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/prefer-promise-reject-errors': 'error',
    'typescript/return-await': ['error', 'in-try-catch'],

    // Types say what is there.
    'typescript/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true }],
    'typescript/no-deprecated': 'error',
    'typescript/no-dynamic-delete': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-function-type': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/prefer-nullish-coalescing': 'error',
    'typescript/restrict-plus-operands': 'error',
    'typescript/restrict-template-expressions': ['error', { allowAny: false, allowNullish: false }],
    'typescript/strict-boolean-expressions': ['error', { allowNullableBoolean: true }],
    'typescript/switch-exhaustiveness-check': 'error',

    // Modules.
    'import/no-commonjs': 'error',
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-default-export': 'error',
    'typescript/consistent-type-exports': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-import-type-side-effects': 'error',
    'typescript/no-namespace': 'error',
    'typescript/no-require-imports': 'error',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    'unicorn/prefer-node-protocol': 'error',

    // Plain mistakes, and what hurts to read.
    'eslint/array-callback-return': 'error',
    'eslint/eqeqeq': 'error',
    'eslint/max-lines': ['error', { max: 400 }],
    'eslint/no-console': 'error',
    'eslint/no-empty': 'error',
    'eslint/no-fallthrough': 'error',
    'eslint/no-param-reassign': 'error',
    'eslint/no-self-compare': 'error',
    'eslint/no-sequences': 'error',
    'eslint/no-var': 'error',
    'eslint/prefer-const': 'error',
    'unicorn/no-process-exit': 'error',
    'unicorn/prefer-number-properties': 'error',

    // Off: after an await these take `signal.aborted` for still false, where asking again is the point.
    'eslint/no-unmodified-loop-condition': 'off',
    'typescript/no-unnecessary-condition': 'off',
    // Off: it takes an exhaustive switch without a default for a missing return; tsc's noImplicitReturns does not.
    'typescript/consistent-return': 'off',
    // Off: a callback that only acts has nothing to return.
    'promise/always-return': 'off',
    // Off: a small function reads best beside its one use.
    'unicorn/consistent-function-scoping': 'off',
  },
  overrides: [
    ...boundaries,

    {
      files: ['src/**'],
      rules: {
        'node/no-process-env': 'error',
        'no-restricted-properties': [
          'error',
          { object: 'Date', property: 'now', message: useClock },
          { object: 'Temporal', property: 'Now', message: useClock },
          { object: 'Math', property: 'random', message: useRandom },
        ],
      },
    },
    {
      files: ['src/core/**'],
      rules: {
        'no-restricted-properties': [
          'error',
          { object: 'AbortSignal', property: 'timeout', message: useClock },
          { object: 'Temporal', property: 'Now', message: useClock },
          { object: 'Math', property: 'random', message: useRandom },
        ],
        'no-restricted-globals': [
          'error',
          {
            checkGlobalObject: true,
            globals: [
              { name: 'Date', message: 'Now comes from the Clock port, calendars from temporal-polyfill.' },
              { name: 'performance', message: useClock },
              { name: 'setTimeout', message: useClock },
              { name: 'setInterval', message: useClock },
              { name: 'setImmediate', message: useClock },
              { name: 'crypto', message: useRandom },
              { name: 'process', message: 'core knows no process; what it needs is injected.' },
              { name: 'fetch', message: 'core makes no calls; that is the work of a port.' },
            ],
          },
        ],
      },
    },
    { files: ['src/config.ts'], rules: { 'node/no-process-env': 'off' } },
    // The system's own Clock, Random and Ids.
    { files: ['src/system.ts'], rules: { 'no-restricted-properties': 'off' } },

    // A second interrupt ends the process at once.
    { files: ['src/entry.ts'], rules: { 'unicorn/no-process-exit': 'off' } },
    // It runs on any Node, and old ones do not know `node:`.
    { files: ['src/preflight.mjs'], rules: { 'unicorn/prefer-node-protocol': 'off' } },
    // These speak to a terminal.
    {
      files: [
        'src/main.ts',
        'src/make.ts',
        'src/cli.ts',
        'src/preflight.mjs',
        'scripts/**',
        'bench/**',
        'test/sim/cli.ts',
      ],
      rules: { 'eslint/no-console': 'off' },
    },
    // Their tools ask for a default export.
    { files: ['*.config.ts', 'drizzle/*.config.ts'], rules: { 'import/no-default-export': 'off' } },

    {
      files: ['test/**'],
      rules: {
        'vitest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'assert*', 'fc.assert'] }],
        'vitest/no-identical-title': 'error',
        'vitest/no-test-return-statement': 'error',
        'no-restricted-properties': [
          'error',
          { object: 'vi', property: 'mock', message: 'Fake the port, not the module.' },
          { object: 'vi', property: 'doMock', message: 'Fake the port, not the module.' },
          { object: 'vi', property: 'useFakeTimers', message: 'Inject a clock.' },
        ],
        'no-restricted-globals': ['error', { name: 'setTimeout', message: noSleep }],
        'no-restricted-imports': [
          'error',
          { name: 'node:timers', message: noSleep },
          { name: 'node:timers/promises', message: noSleep },
        ],
        // A label or a double may well lump cases together.
        'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
        // Off: matchers such as expect.any() are typed `any`.
        'typescript/no-unsafe-assignment': 'off',
        // Off: wrong values are what many tests are about.
        'typescript/no-unsafe-type-assertion': 'off',
        // Off: contract suites ask by capability, which this rule takes for a branch forgotten.
        'vitest/no-conditional-expect': 'off',
      },
    },
    // Doubles of outside services are late on purpose.
    { files: ['test/doubles/**'], rules: { 'no-restricted-globals': 'off', 'no-restricted-imports': 'off' } },
  ],
});

import { defineConfig } from 'vitest/config';

if (Number(process.versions.node.split('.')[0]) < 24) {
  throw new Error(`The tests need Node 24; this is ${process.versions.node}. Run: npm test (or npm test -- FILE)`);
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // A process for each file: native modules, handles and signals of one cannot touch another.
    pool: 'forks',
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    allowOnly: false,
    // A test that cannot fail is a defect.
    expect: { requireAssertions: true },
    silent: 'passed-only',
  },
});

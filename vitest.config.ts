import { defineConfig } from 'vitest/config';

if (Number(process.versions.node.split('.')[0]) < 24) {
  throw new Error(`The tests need Node 24; this is ${process.versions.node}. Run: npm test (or npm test -- FILE)`);
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // Processes, for native modules and signals; shared by files one after the other, since no module keeps state.
    pool: 'forks',
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    allowOnly: false,
    // A test that cannot fail is a defect.
    expect: { requireAssertions: true },
    silent: 'passed-only',
  },
});

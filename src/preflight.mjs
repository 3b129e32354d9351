/*
 * Runs first, on whatever Node is there, and says what is missing instead of crashing. So it imports nothing
 * before it knows, and keeps to the syntax of Node 12.
 *
 *   node src/preflight.mjs NAME [ARGUMENT...]   checks, then runs src/NAME.ts as if that had been started
 *   node src/preflight.mjs                      checks only, for the tool that runs next
 */
const neededMajor = 24;
const [major, minor] = process.versions.node.split('.');
const name = process.argv[2];

if (Number(major) < neededMajor) {
  explainOldNode().catch(surface);
} else if (name === undefined) {
  checkDependencies();
} else {
  process.argv.splice(1, 2, String(process.argv[1]).replace('preflight.mjs', name + '.ts'));
  run().catch(explain);
}

/** What was compiled is kept for the next start, which takes half the time by that; where it cannot be kept, it goes on without. */
async function run() {
  const { enableCompileCache, flushCompileCache } = await import('module');
  const { fileURLToPath } = await import('url');
  enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/reelay', import.meta.url)));
  await import('./' + name + '.ts');
  // A service may be killed before it could do so at its end.
  flushCompileCache();
}

async function explainOldNode() {
  const { existsSync } = await import('fs');
  const platform = process.platform + '-' + process.arch;
  const old = 'Reelay needs Node ' + neededMajor + '; this is ' + major + '.' + minor + '. ';
  const install = 'install Node ' + neededMajor + '.';
  if (platform !== 'linux-x64' && platform !== 'linux-arm64') {
    refuse(old + 'None comes along for ' + platform + ': please ' + install);
  } else if (existsSync(new URL('../node_modules/node-' + platform + '/bin/node', import.meta.url))) {
    refuse(old + 'Run it through npm (npm start), which brings its own, or ' + install);
  } else {
    refuse(old + 'Run npm ci, which brings its own, and then npm start; or ' + install);
  }
}

function checkDependencies() {
  try {
    import.meta.resolve('vitest');
  } catch (error) {
    explain(error);
  }
}

/** @param {unknown} error */
function explain(error) {
  // The same code with "Cannot find module" means that a file of ours is missing: a bug, to be seen as it is.
  if (error instanceof Error && error.message.startsWith('Cannot find package ')) {
    refuse('Dependencies are missing. Run: npm ci');
  } else {
    surface(error);
  }
}

/** @param {unknown} error */
function surface(error) {
  throw error;
}

/** @param {string} sentence */
function refuse(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}

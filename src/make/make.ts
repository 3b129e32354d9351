import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type App, createApp } from '../app.ts';
import type { Mistake } from '../bots/grammar/command.ts';
import { engineAliases } from '../bots/engine-aliases.ts';
import { parseOptions } from '../bots/grammar/parse-options.ts';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { presentMistake, presentRefusals } from '../bots/present-answers.ts';
import { presentJob } from '../bots/presenter.ts';
import { terminalPlatform } from '../bots/terminal/chat.ts';
import { unwritable } from '../bots/terminal/clip-file.ts';
import { createScreen } from '../bots/terminal/screen.ts';
import { printView } from '../bots/terminal/print-view.ts';
import type { Config, Secrets } from '../config.ts';
import { parseTenantId, type RequestId } from '../core/ids.ts';
import type { JobView } from '../core/request.ts';
import type { Ask } from '../core/spec.ts';
import { requestVideo } from '../core/usecases/request.ts';
import { exitCodes } from '../entry.ts';
import { createLog } from '../log.ts';
import type { MakeArguments } from './arguments.ts';
import { releaseFile, reserveFile } from './destination.ts';
import { untilSettled } from './settled.ts';
import type { Stream, Streams } from './streams.ts';

const tenantId = parseTenantId(terminalPlatform);
const person = { platform: terminalPlatform, externalId: 'operator', name: null } as const;

/**
 * Makes one clip through the whole core and leaves it as a file. A command that was broken off is recognised by what
 * was asked, and goes on where it was.
 */
export async function make(
  args: MakeArguments,
  settings: { readonly config: Config; readonly secrets: Secrets },
  { out, err }: Streams,
  signal: AbortSignal,
): Promise<number> {
  const { config } = settings;
  const screen = args.json ? null : createScreen(err);
  const log = createLog(config.logLevel ?? 'error');
  const words = catalogueFor('en');
  const tell = (text: string): void => {
    screen?.clear();
    err.write(`${text}\n`);
  };
  await using app = await createApp(settings, { log });
  const showing = () => ({ words, nowMs: app.clock.nowMs() });

  const read = await readAsk(args, app, config);
  if (read.kind === 'mistake') {
    tell(typeof read.mistake === 'string' ? read.mistake : printView(presentMistake(read.mistake, showing()), null));
    return exitCodes.usage;
  }
  const started = await startOrGoOn(read.ask, args, app, config);
  if (started.kind === 'refused') {
    tell(typeof started.why === 'string' ? started.why : printView(presentRefusals(started.why, showing()), null));
    return exitCodes.refused;
  }
  if (started.resumed) tell(words.make.resumed(started.number));

  const view = await workUntilSettled(
    app,
    started.requestId,
    (seen) => screen?.show(presentJob(seen, showing())),
    signal,
  );
  screen?.close();
  if (!view) {
    tell(words.make.interrupted(started.number));
    return exitCodes.interrupted;
  }
  const code = report(view, args.json, { out, tell }, app.clock.nowMs());
  if (code !== exitCodes.ok && args.out === null) await releaseFile(view.request.destination.channel);
  await app.store.setStatusMessage(started.requestId, told);
  return code;
}

async function readAsk(
  { values }: MakeArguments,
  app: App,
  config: Config,
): Promise<{ kind: 'ask'; ask: Ask } | { kind: 'mistake'; mistake: Mistake | string }> {
  const engines = app.deps.engines.all().map(({ capabilities }) => capabilities.id);
  const { image } = values;
  const source = typeof image === 'string' && image !== '' ? path.resolve(config.workingDir, image) : null;
  const command = parseOptions(
    'video',
    { ...values, image: source },
    { engines, engineAliases: engineAliases(app.deps.engines) },
  );
  if (command.kind === 'mistake') return { kind: 'mistake', mistake: command };
  const words = catalogueFor('en');
  if (command.kind !== 'video') return { kind: 'mistake', mistake: words.make.notAPrompt() };
  const [ask, ...others] = command.asks;
  if (others.length > 0) return { kind: 'mistake', mistake: words.make.oneClip(command.asks.length) };
  if (source !== null && !(await isReadable(source)))
    return { kind: 'mistake', mistake: words.make.cannotRead(source) };
  return { kind: 'ask', ask };
}

async function isReadable(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile() && found.size > 0,
    () => false,
  );
}

type Started =
  | { readonly kind: 'started'; readonly requestId: RequestId; readonly number: number; readonly resumed: boolean }
  | { readonly kind: 'refused'; readonly why: string | Parameters<typeof presentRefusals>[0] };

async function startOrGoOn(ask: Ask, args: MakeArguments, app: App, config: Config): Promise<Started> {
  const earlier = await untoldRequest(fingerprintOf(ask, args, config), app);
  if (earlier.kind === 'found') return { ...earlier, kind: 'started', resumed: true };

  const named = args.out === null ? null : path.resolve(config.workingDir, args.out);
  const problem = await unwritable(named ?? path.join(config.workingDir, '.reelay-clip.mp4'));
  if (problem !== null) return { kind: 'refused', why: problem };
  const channel = named ?? (await reserveFile(ask.prompt, config.workingDir));
  const destination = { platform: terminalPlatform, tenantId, channel, thread: null };
  const input = {
    inboundKey: earlier.inboundKey,
    person,
    as: 'operator',
    destination,
    locale: 'en',
    // Each is a new take: what was made before is a file of theirs already.
    asks: [{ ...ask, fresh: true }],
  } as const;
  const result = await requestVideo(input, app.deps);
  if (result.kind !== 'admitted' && named === null) await releaseFile(channel);
  if (result.kind === 'refused') return { kind: 'refused', why: result.refusals };
  if (result.kind !== 'admitted' && result.kind !== 'repeated') {
    throw new Error(`expected a fresh video to be taken or refused, got ${result.kind}`);
  }
  return { kind: 'started', requestId: result.request.id, number: result.jobs[0]?.number ?? 0, resumed: false };
}

function fingerprintOf(ask: Ask, args: MakeArguments, config: Config): string {
  const out = path.resolve(config.workingDir, args.out ?? '.');
  return createHash('sha256')
    .update(JSON.stringify([ask, out]))
    .digest('hex')
    .slice(0, 32);
}

/** The message that a request's status is set to once its end was told: asking for the same again is then a new request. */
const told = 'told';

type Untold =
  | { readonly kind: 'found'; readonly requestId: RequestId; readonly number: number }
  | { readonly kind: 'none'; readonly inboundKey: string };

/** The request of an earlier, equal command whose end nobody was told, however it went on meanwhile; or the key for a new one. */
async function untoldRequest(fingerprint: string, app: App): Promise<Untold> {
  for (let turn = 1; ; turn += 1) {
    const inboundKey = `make:${fingerprint}:${turn}`;
    const known = await app.store.requestByKey(inboundKey);
    if (!known) return { kind: 'none', inboundKey };
    const number = known.jobs[0]?.number;
    if (known.request.statusMessage !== told && number !== undefined) {
      return { kind: 'found', requestId: known.request.id, number };
    }
  }
}

/** Works this request alone until its clip is delivered or never will be; null when interrupted before. */
async function workUntilSettled(
  app: App,
  requestId: RequestId,
  onView: (view: JobView) => void,
  signal: AbortSignal,
): Promise<JobView | null> {
  const done = new AbortController();
  const working = app.work(requestId, AbortSignal.any([signal, done.signal]));
  try {
    return await Promise.race([untilSettled(app, requestId, onView, signal), working.then(() => null)]);
  } finally {
    done.abort();
    await working;
  }
}

function report(
  view: JobView,
  json: boolean,
  { out, tell }: { readonly out: Stream; readonly tell: (text: string) => void },
  nowMs: number,
): number {
  const { job, clip, costMicroUsd, chargedMicroUsd } = view;
  const words = catalogueFor('en');
  const [file = null] = view.deliveries.flatMap(({ state }) => (state.kind === 'sent' ? [state.message] : []));
  if (json) {
    const { facts = null } = clip ?? {};
    const answer = {
      number: job.number,
      state: job.state,
      engine: job.engine,
      file,
      costMicroUsd,
      chargedMicroUsd,
      facts,
    };
    out.write(`${JSON.stringify(answer)}\n`);
  } else if (job.state.kind === 'ready' && file === null) {
    tell(words.make.kept(job.number, view.request.destination.channel));
  } else {
    tell(printView(presentJob(view, { words, nowMs }), null));
    if (file !== null) out.write(`${file}\n`);
  }
  return file === null ? exitCodes.failed : exitCodes.ok;
}

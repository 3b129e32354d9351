import { createHash } from 'node:crypto';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { type App, createApp } from '../app.ts';
import type { Mistake } from '../bots/grammar/command.ts';
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
import { chooseFile } from './destination.ts';
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
  await using app = await createApp(settings, { log, screen });
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

  const view = await workUntilSettled(app, started.requestId, signal);
  screen?.close();
  if (!view) {
    tell(words.make.interrupted(started.number));
    return exitCodes.interrupted;
  }
  return report(view, args.json, { out, tell: (shown) => tell(printView(presentJob(shown, showing()), null)) });
}

async function readAsk(
  { values }: MakeArguments,
  app: App,
  config: Config,
): Promise<{ kind: 'ask'; ask: Ask } | { kind: 'mistake'; mistake: Mistake | string }> {
  const engines = app.deps.engines.all().map(({ capabilities }) => capabilities.id);
  const { image } = values;
  const source = typeof image === 'string' && image !== '' ? path.resolve(config.workingDir, image) : null;
  const command = parseOptions('video', { ...values, image: source }, { engines });
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
  return access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
}

type Started =
  | { readonly kind: 'started'; readonly requestId: RequestId; readonly number: number; readonly resumed: boolean }
  | { readonly kind: 'refused'; readonly why: string | Parameters<typeof presentRefusals>[0] };

async function startOrGoOn(ask: Ask, args: MakeArguments, app: App, config: Config): Promise<Started> {
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([ask, args.out, config.workingDir]))
    .digest('hex');
  const prefix = `make:${fingerprint.slice(0, 32)}:`;
  const userId = await app.store.identify({ ...person, newId: app.ids.next('user'), nowMs: app.clock.nowMs() });
  const [open] = await app.store.openRequests(userId, prefix);
  const earlier = open && (await app.store.request(open.id));
  const number = earlier?.jobs[0]?.number;
  if (earlier && number !== undefined) return { kind: 'started', requestId: earlier.request.id, number, resumed: true };

  const channel = await chooseFile(args.out, ask.prompt, config.workingDir);
  const problem = await unwritable(channel);
  if (problem !== null) return { kind: 'refused', why: problem };
  const destination = { platform: terminalPlatform, tenantId, channel, thread: null };
  const inboundKey = prefix + app.ids.next('request');
  const result = await requestVideo(
    { inboundKey, person, as: 'operator', destination, locale: 'en', asks: [ask] },
    app.deps,
  );
  if (result.kind === 'refused') return { kind: 'refused', why: result.refusals };
  return { kind: 'started', requestId: result.request.id, number: result.jobs[0]?.number ?? 0, resumed: false };
}

/** Works this request alone until its clip is delivered or never will be; null when interrupted before. */
async function workUntilSettled(app: App, requestId: RequestId, signal: AbortSignal): Promise<JobView | null> {
  const done = new AbortController();
  const working = app.work(requestId, AbortSignal.any([signal, done.signal]));
  try {
    return await Promise.race([untilSettled(app, requestId, signal), working.then(() => null)]);
  } finally {
    done.abort();
    await working;
  }
}

function report(view: JobView, json: boolean, { out, tell }: { out: Stream; tell: (view: JobView) => void }): number {
  const { job, clip, costMicroUsd, chargedMicroUsd } = view;
  const sent = view.deliveries.flatMap(({ state }) => (state.kind === 'sent' ? [state.message] : []));
  const file = sent[0] ?? null;
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
  } else {
    tell(view);
    if (file !== null) out.write(`${file}\n`);
  }
  return file === null ? exitCodes.failed : exitCodes.ok;
}

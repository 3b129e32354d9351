import type { Expectation, Problem } from '../../src/bots/grammar/problem.ts';
import type { OptionKind } from '../../src/bots/grammar/option.ts';
import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import type { Text } from '../../src/bots/messages/text.ts';
import type { DeliveryState } from '../../src/core/delivery.ts';
import type { EngineId } from '../../src/core/engine.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import type { Refusal } from '../../src/core/usecases/request.ts';
import { discordCommandSamples } from './discord-command-samples.ts';
import { discordSamples } from './discord-samples.ts';
import { discordSetupSamples } from './discord-setup-samples.ts';
import { alertSamples, engineListSamples } from './engine-list-samples.ts';
import { doctorSamples } from './doctor-samples.ts';
import {
  answersBackSamples,
  choosingOptionKinds,
  choosingProblems,
  choosingRefusals,
  choosingSamples,
  comparisonSamples,
} from './choosing-samples.ts';
import { adminOptionKinds, adminProblems, adminSamples, quotaSamples } from './admin-samples.ts';
import { forgettingSamples } from './forgetting-samples.ts';
import { moderatorsSamples } from './moderators-samples.ts';
import { setupSamples } from './setup-samples.ts';
import { slackHomeSamples } from './slack-home-samples.ts';
import { slackInstallSamples } from './slack-install-samples.ts';
import { slackCommandSamples } from './slack-command-samples.ts';
import { slackSamples } from './slack-samples.ts';
import { takingSamples } from './taking-samples.ts';
import { tenantRows } from './tenant-samples.ts';
import { nowMs, sampleClip, sampleJob, states } from './sample-views.ts';

export type Shown = string | Text;

/** One or more samples for every entry that takes arguments; the others are shown as they are. */
export type SamplesOf<Node> = Node extends string
  ? string
  : Node extends (...args: never[]) => unknown
    ? readonly [Shown, ...Shown[]]
    : { readonly [Name in keyof Node]: SamplesOf<Node[Name]> };

const engine: EngineId = 'runway/gen4.5';

const whole = { kind: 'whole', min: 1, max: 60, unit: 'seconds' } as const;
const sizes = { kind: 'size', names: ['landscape', 'vertical', 'square'], sideMin: 64, sideMax: 4_096 } as const;

/** A mistake of every kind. */
export const problems: Readonly<Record<Expectation['kind'], readonly Problem[]>> = {
  whole: [
    { option: 'seconds', expected: whole, got: '-3', nearest: '1' },
    { option: 'seconds', expected: whole, got: '', nearest: null },
    { option: 'count', expected: { ...whole, max: 4, unit: null }, got: '9', nearest: '4' },
  ],
  choice: [{ option: 'fps', expected: { kind: 'choice', values: ['24', '30', '60'] }, got: '25', nearest: '24' }],
  size: [
    { option: 'size', expected: sizes, got: '1x1', nearest: '64x64' },
    { option: 'size', expected: sizes, got: 'virtical', nearest: 'vertical' },
  ],
  on_off: [{ option: 'audio', expected: { kind: 'on_off' }, got: 'loud', nearest: null }],
  clear_on_off: [{ option: 'audio', expected: { kind: 'clear_on_off' }, got: '--audio no', nearest: '--audio=no' }],
  engine: [
    {
      option: 'engine',
      expected: { kind: 'engine', engines: ['demo/pictures', engine] },
      got: 'runwy',
      nearest: engine,
    },
    { option: 'engine', expected: { kind: 'engine', engines: [] }, got: '?', nearest: null },
  ],
  file: [{ option: 'image', expected: { kind: 'file', accepts: 'image' }, got: 'notes.pdf', nearest: null }],
  video_number: [
    { option: 'number', expected: { kind: 'video_number' }, got: 'ball', nearest: null },
    {
      option: null,
      expected: { kind: 'video_number' },
      got: 'ball',
      nearest: null,
    },
  ],
  text: [{ option: 'style', expected: { kind: 'text', charsMax: 60 }, got: '', nearest: null }],
  prompt: [{ option: 'prompt', expected: { kind: 'prompt' }, got: '', nearest: null }],
  prompt_chars: [{ option: 'prompt', expected: { kind: 'prompt_chars', charsMax: 6_000 }, got: '7412', nearest: null }],
  known_option: [
    {
      option: null,
      expected: { kind: 'known_option', options: ['seconds', 'size', 'fps'] },
      got: '--secnds',
      nearest: '--seconds',
    },
    { option: null, expected: { kind: 'known_option', options: [] }, got: '--fast', nearest: null },
  ],
  one_option: [
    { option: null, expected: { kind: 'one_option', options: ['seconds', 'seed'] }, got: '--se', nearest: null },
  ],
  once: [{ option: 'seconds', expected: { kind: 'once' }, got: '8', nearest: null }],
  without: [
    { option: 'quality', expected: { kind: 'without', other: 'size' }, got: '1920x1080', nearest: null },
    { option: 'video', expected: { kind: 'without', other: 'image' }, got: '', nearest: null },
  ],
  videos_max: [{ option: null, expected: { kind: 'videos_max', max: 12 }, got: '16', nearest: null }],
  flat_choices: [{ option: 'prompt', expected: { kind: 'flat_choices' }, got: '', nearest: null }],
  command: [
    { option: null, expected: { kind: 'command', commands: ['list', 'show'] }, got: 'lst', nearest: '/videos list' },
    { option: null, expected: { kind: 'command', commands: ['list', 'show'] }, got: '', nearest: null },
  ],
  other_command: [{ option: null, expected: { kind: 'other_command' }, got: '/video list', nearest: '/videos list' }],
  no_options_in_prompt: [
    { option: null, expected: { kind: 'no_options_in_prompt', options: ['seconds', 'size'] }, got: '', nearest: null },
  ],
  nothing_more: [{ option: null, expected: { kind: 'nothing_more' }, got: 'of mine', nearest: null }],
  ...choosingProblems,
  ...adminProblems,
};

const limit = { kind: 'limit', scope: 'member', window: 'day', freesAtMs: nowMs + 10 * HOUR } as const;
const videoLimit = { ...limit, unit: 'videos', limit: 3 } as const;
const creditLimit = { ...limit, unit: 'usd_micro', limit: 200 * CREDIT_MICRO_USD } as const;
const unsupported = { kind: 'unsupported', engine: 'Runway gen4.5', nearest: null, couldDo: [] } as const;

/** A refusal of every kind. */
export const refusals: Readonly<Record<Refusal['kind'], readonly Refusal[]>> = {
  limit: [
    { ...videoLimit, used: 3, asked: 1 },
    { ...videoLimit, used: 2, asked: 2 },
    { ...videoLimit, used: 0, asked: 4 },
    { ...videoLimit, limit: 0, used: 0, asked: 1 },
    { ...creditLimit, used: 160 * CREDIT_MICRO_USD, asked: 60 * CREDIT_MICRO_USD },
    { ...creditLimit, used: 200 * CREDIT_MICRO_USD, asked: 60 * CREDIT_MICRO_USD },
    {
      ...creditLimit,
      scope: 'tenant',
      limit: 500 * CREDIT_MICRO_USD,
      used: 480 * CREDIT_MICRO_USD,
      asked: 60 * CREDIT_MICRO_USD,
    },
    {
      ...creditLimit,
      scope: 'service',
      window: 'month',
      limit: 10_000 * CREDIT_MICRO_USD,
      used: 10_000 * CREDIT_MICRO_USD,
      asked: 60 * CREDIT_MICRO_USD,
      freesAtMs: nowMs + 7 * 24 * HOUR,
    },
  ],
  in_flight: [
    { kind: 'in_flight', limit: 2, running: 2 },
    { kind: 'in_flight', limit: 2, running: 1 },
    { kind: 'in_flight', limit: 2, running: 0 },
  ],
  rate: [{ kind: 'rate', limit: 5, perMs: MINUTE, freesAtMs: nowMs + 20 * SECOND }],
  engine_hourly: [{ kind: 'engine_hourly', engine: 'demo/pictures', limit: 20, freesAtMs: nowMs + 12 * MINUTE }],
  tenant_not_allowed: [{ kind: 'tenant_not_allowed', engine }],
  disk_low: [{ kind: 'disk_low' }],
  unsupported: [
    { ...unsupported, option: 'seconds', expected: 'a whole number from 2 to 10', got: '20', nearest: '10' },
    { ...unsupported, option: 'size', expected: '1280x720, 720x1280', got: '1080x1080', nearest: '1280x720' },
    { ...unsupported, option: 'operation', expected: 'make', got: 'extend' },
    { ...unsupported, option: 'operation', expected: 'make', got: 'upscale' },
    { ...unsupported, option: 'input', expected: 'text or image', got: 'video' },
    { ...unsupported, option: 'prompt', expected: 'at most 1000 characters', got: '1200 characters' },
    { ...unsupported, option: 'engine', expected: 'demo/pictures', got: 'sora' },
  ],
  ...choosingRefusals,
  channel_not_allowed: [{ kind: 'channel_not_allowed', channels: ['videos', 'bots'] }],
  no_larger: [{ kind: 'no_larger', engine: 'Runway gen4.5' }],
  no_continuation: [
    { kind: 'no_continuation', why: 'no_clip' },
    { kind: 'no_continuation', why: 'no_frames' },
    { kind: 'no_continuation', why: 'no_engine' },
  ],
  source_gone: [{ kind: 'source_gone' }],
  store_unavailable: [{ kind: 'store_unavailable' }],
};

const optionKinds: Readonly<Record<OptionKind['kind'], OptionKind>> = {
  prompt: { kind: 'prompt', charsMax: 6_000 },
  text: { kind: 'text', charsMax: 60 },
  style: { kind: 'style', charsMax: 60 },
  whole,
  choice: {
    kind: 'choice',
    choices: [
      { value: '24', also: [] },
      { value: '30', also: [] },
    ],
  },
  size: { kind: 'size' },
  flag: { kind: 'flag' },
  engine: { kind: 'engine' },
  attachment: { kind: 'attachment', accepts: 'image' },
  video_number: { kind: 'video_number' },
  ...choosingOptionKinds,
  ...adminOptionKinds,
};

const deliveries: Readonly<Record<DeliveryState['kind'], DeliveryState>> = {
  pending: { kind: 'pending' },
  sending: { kind: 'sending' },
  sent: { kind: 'sent', message: '4' },
  undeliverable: { kind: 'undeliverable', reason: 'destination_gone' },
};

/** Every entry of a language, with samples. Incomplete, it does not compile. */
export function samplesOf(words: Catalogue): SamplesOf<Catalogue> {
  const { status, story, answers, help, make, operator } = words;
  return {
    problems: {
      problem: each(Object.values(problems).flat(), (problem) => words.problems.problem(problem)),
      heading: [words.problems.heading('video'), words.problems.heading('videos show')],
      typedBack: [words.problems.typedBack({ command: 'video', text: 'a red ball --secnds 8', named: null })],
    },
    refusals: {
      refusal: each(Object.values(refusals).flat(), (refusal) => words.refusals.refusal(refusal, nowMs)),
      askedFor: [words.refusals.askedFor({ command: 'video', text: 'a red ball --seconds 8', named: null })],
      nothingStarted: [words.refusals.nothingStarted()],
    },
    status: {
      states: status.states,
      headline: each(Object.values(states).flat(), (state) => status.headline(412, state, engine)),
      deleted: [status.deleted(412)],
      batchHeadline: [status.batchHeadline([...states.ready, ...states.rendering])],
      ...comparisonSamples(words),
      ahead: [status.ahead(0), status.ahead(1), status.ahead(2)],
      usual: [status.usual(12 * SECOND), status.usual(3 * SECOND)],
      remaining: [status.remaining(40 * SECOND), status.remaining(90 * MINUTE), status.remaining(0)],
      notes: status.notes,
      fetchIt: [status.fetchIt(412)],
      price: [
        status.price(sampleJob, null),
        status.price(sampleJob, 55 * CREDIT_MICRO_USD),
        status.price(sampleJob, 0),
        status.price({ ...sampleJob, playMoney: true }, null),
      ],
      left: [
        status.left({ leftMicroUsd: 140 * CREDIT_MICRO_USD, videosLeft: null, resetsAtMs: null }),
        status.left({ leftMicroUsd: 140 * CREDIT_MICRO_USD, videosLeft: 2, resetsAtMs: null }),
        status.left({ leftMicroUsd: 0, videosLeft: 0, resetsAtMs: null }),
      ],
      stillLeft: [
        status.stillLeft({ leftMicroUsd: 140 * CREDIT_MICRO_USD, videosLeft: 2, resetsAtMs: null }),
        status.stillLeft({ leftMicroUsd: null, videosLeft: null, resetsAtMs: null }),
      ],
      details: [status.details(sampleJob.spec, engine), status.details({ ...sampleJob.spec, audio: true }, engine)],
      noPrompt: [status.noPrompt()],
    },
    failures: words.failures,
    refused: words.refused,
    undeliverable: words.undeliverable,
    answers: {
      cancelled: [answers.cancelled(412)],
      cancelWished: [answers.cancelWished(412)],
      cancelTooLate: [answers.cancelTooLate(412, 'ready')],
      notFound: [answers.notFound(412), answers.notFound(null)],
      gone: [answers.gone()],
      notYours: [
        answers.notYours(412, 'see'),
        answers.notYours(412, 'stop'),
        answers.notYours(412, 'delete'),
        answers.notYours(412, 'repeat'),
        answers.notYours(null, 'repeat'),
      ],
      noVideos: [answers.noVideos()],
      listHeading: [answers.listHeading()],
      listRow: [
        answers.listRow(412, 'ready', nowMs - 2 * HOUR, nowMs),
        answers.listRow(412, 'deleted', nowMs - 2 * HOUR, nowMs),
      ],
      alreadyTaken: [answers.alreadyTaken([412]), answers.alreadyTaken([412, 413])],
      ...answersBackSamples(words),
      deleteAsked: [answers.deleteAsked(412)],
      deleteMeans: [answers.deleteMeans()],
      deleted: [answers.deleted(412)],
      deletedBefore: [answers.deletedBefore(412)],
      nothingToDelete: [answers.nothingToDelete(412, 'rendering', false), answers.nothingToDelete(412, 'failed', true)],
      wentWrong: [answers.wentWrong()],
    },
    choosing: choosingSamples(words),
    story: {
      asked: [story.asked('Ada', nowMs - 2 * MINUTE, nowMs), story.asked(null, nowMs - 26 * HOUR, nowMs)],
      step: [story.step('rendering', nowMs - MINUTE, nowMs), story.step('ready', nowMs, nowMs)],
      attempts: [story.attempts(2)],
      money: [
        story.money(sampleJob, null, null),
        story.money(sampleJob, 55 * CREDIT_MICRO_USD, 55 * CREDIT_MICRO_USD),
        story.money({ ...sampleJob, playMoney: true }, null, null),
      ],
      file: [story.file(sampleClip)],
      delivery: each(Object.values(deliveries), (state) => story.delivery(state)),
    },
    help: {
      describe: [help.describe('video.seconds', 'Length in seconds')],
      overview: [help.overview()],
      unknownTopic: [help.unknownTopic('nonsense')],
      imageInForm: [help.imageInForm('/video', true), help.imageInForm('/videos compare', false)],
      more: [help.more()],
      example: [help.example()],
      placeholder: each(Object.values(optionKinds), (kind) => help.placeholder(kind)),
      bounds: each(Object.values(optionKinds), (kind) => help.bounds(kind)),
    },
    make: {
      resumed: [make.resumed(412)],
      kept: [make.kept(412, '/home/kim/ball.mp4')],
      interrupted: [make.interrupted(412)],
      oneClip: [make.oneClip(3)],
      notAPrompt: [make.notAPrompt()],
      cannotRead: [make.cannotRead('ball.png')],
    },
    operator: {
      jobs: [operator.jobs()],
      noJobs: [operator.noJobs()],
      noJob: [operator.noJob(412, 'terminal')],
      whoseJob: [operator.whoseJob(412, ['terminal', 'console'])],
      resolved: [operator.resolved(412, 'rendering')],
      notUnknown: [operator.notUnknown(412, 'ready')],
      noClip: [operator.noClip(412, 'rendering')],
      taskTaken: [operator.taskTaken(412)],
      decide: [operator.decide()],
      allowed: [
        operator.allowed('discord:1', {
          perDayMicroUsd: 500 * CREDIT_MICRO_USD,
          perMonthMicroUsd: 5_000 * CREDIT_MICRO_USD,
        }),
      ],
      allTenants: [operator.allTenants()],
      noTenants: [operator.noTenants()],
      tenantRow: tenantRows(words),
      migrated: [operator.migrated()],
      soundLedger: [operator.soundLedger(1_204)],
      unsoundLedger: [operator.unsoundLedger(1)],
      unbalanced: [operator.unbalanced('capture att_01jd0000000000000000000000')],
      wrongHold: [operator.wrongHold({ jobId: sampleJob.id, unit: 'videos', expected: 0, found: 1 })],
      wrongCounter: [operator.wrongCounter({ counter: 'tenant/discord:1 videos day', expected: 3, found: 4 })],
    },
    alerts: alertSamples(words),
    engineList: engineListSamples(words),
    quota: quotaSamples(words),
    admin: adminSamples(words),
    moderators: moderatorsSamples(words),
    forgetting: forgettingSamples(words),
    setup: setupSamples(words),
    taking: takingSamples(words),
    slackCommands: slackCommandSamples(words),
    discord: discordSamples(words),
    discordCommands: discordCommandSamples(words),
    discordSetup: discordSetupSamples(words),
    doctor: doctorSamples(words),
    slack: slackSamples(words),
    slackHome: slackHomeSamples(words),
    slackInstall: slackInstallSamples(words),
    buttons: {
      ...words.buttons,
      againOf: [words.buttons.againOf(412)],
      hd: [words.buttons.hd(90 * CREDIT_MICRO_USD), words.buttons.hd(null)],
      goOn: [words.buttons.goOn(60 * CREDIT_MICRO_USD), words.buttons.goOn(null)],
      againAt: [words.buttons.againAt(150 * CREDIT_MICRO_USD)],
      newTake: [words.buttons.newTake(60 * CREDIT_MICRO_USD), words.buttons.newTake(null)],
      makeNow: [words.buttons.makeNow(6, 360 * CREDIT_MICRO_USD), words.buttons.makeNow(1, 150 * CREDIT_MICRO_USD)],
      removeNow: [words.buttons.removeNow(412)],
    },
  };
}

function each<T>(values: readonly T[], show: (value: T) => Shown): readonly [Shown, ...Shown[]] {
  const [first, ...others] = values.map(show);
  if (first === undefined) throw new TypeError('a sample is needed');
  return [first, ...others];
}

import type { OptionKind } from '../../src/bots/grammar/option.ts';
import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { engineLabel } from '../../src/bots/engine-label.ts';
import type { Text } from '../../src/bots/messages/text.ts';
import type { DeliveryState } from '../../src/core/delivery.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { discordCommandSamples } from './discord-command-samples.ts';
import { discordSamples } from './discord-samples.ts';
import { discordSetupSamples } from './discord-setup-samples.ts';
import { alertSamples, engineListSamples, engineRowSamples } from './engine-list-samples.ts';
import { doctorSamples } from './doctor-samples.ts';
import { answersBackSamples, choosingOptionKinds, choosingSamples, comparisonSamples } from './choosing-samples.ts';
import { adminOptionKinds } from './admin-problem-samples.ts';
import { adminSamples, quotaSamples } from './admin-samples.ts';
import { approvalSamples } from './approval-samples.ts';
import { forgettingSamples } from './forgetting-samples.ts';
import { moderatorsSamples } from './moderators-samples.ts';
import { deedsSamples } from './deeds-samples.ts';
import { settingsSamples } from './settings-samples.ts';
import { problems } from './problem-samples.ts';
import { refusals } from './refusal-samples.ts';
import { sampleEngines } from './sample-engines.ts';
import { setupSamples } from './setup-samples.ts';
import { slackHomeSamples } from './slack-home-samples.ts';
import { slackInstallSamples } from './slack-install-samples.ts';
import { slackCommandSamples } from './slack-command-samples.ts';
import { slackModeratorSamples } from './slack-moderator-samples.ts';
import { slackSamples } from './slack-samples.ts';
import { storySamples } from './story-samples.ts';
import { judgingSamples } from './judging-samples.ts';
import { takingSamples } from './taking-samples.ts';
import { tenantRows } from './tenant-samples.ts';
import { operatorMoneySamples } from './operator-money-samples.ts';
import { usageSamples } from './usage-samples.ts';
import { nowMs, sampleClip, sampleJob, states } from './sample-views.ts';

export type Shown = string | Text;

/** One or more samples for every entry that takes arguments; the others are shown as they are. */
export type SamplesOf<Node> = Node extends string
  ? string
  : Node extends (...args: never[]) => unknown
    ? readonly [Shown, ...Shown[]]
    : { readonly [Name in keyof Node]: SamplesOf<Node[Name]> };

const engine = 'Runway gen4.5';

const sampleFit = { seconds: 4, size: { width: 848, height: 480 }, quoteMicroUsd: 20 * CREDIT_MICRO_USD };

const whole = { kind: 'whole', min: 1, max: 60, unit: 'seconds' } as const;

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
      refusal: each(Object.values(refusals).flat(), (refusal) =>
        words.refusals.refusal(refusal, nowMs, (id) => engineLabel(id, { engines: sampleEngines })),
      ),
      askedFor: [words.refusals.askedFor({ command: 'video', text: 'a red ball --seconds 8', named: null })],
      fitsNow: [words.refusals.fitsNow(sampleFit, 'Runway gen4 turbo')],
      mayAsk: [words.refusals.mayAsk()],
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
      details: [
        status.details(sampleJob.spec, engine),
        status.details({ ...sampleJob.spec, style: 'noir' }, engine),
        status.details({ ...sampleJob.spec, audio: true }, engine),
      ],
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
    judging: judgingSamples(words),
    story: {
      asked: [story.asked('Ada', nowMs - 2 * MINUTE, nowMs), story.asked(null, nowMs - 26 * HOUR, nowMs)],
      step: [story.step('rendering', nowMs - MINUTE, nowMs), story.step('ready', nowMs, nowMs)],
      attempts: [story.attempts(2)],
      ...storySamples(words),
      file: [story.file(sampleClip)],
      delivery: each(Object.values(deliveries), (state) => story.delivery(state)),
    },
    help: {
      describe: [help.describe('video.seconds', 'Length in seconds')],
      overview: [help.overview()],
      unknownTopic: [help.unknownTopic('nonsense')],
      imageInForm: [help.imageInForm('/video', true), help.imageInForm('/videos compare', false)],
      imageBeside: [help.imageBeside()],
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
      unbalanced: [operator.unbalanced('capture of att_01jd0000000000000000000000 in usd_micro')],
      ...operatorMoneySamples(words),
      wrongHold: [operator.wrongHold({ jobId: sampleJob.id, unit: 'videos', expected: 0, found: 1 })],
      wrongCounter: [operator.wrongCounter({ counter: 'tenant/discord:1 videos day', expected: 3, found: 4 })],
    },
    alerts: alertSamples(words),
    usage: usageSamples(words),
    engineList: engineListSamples(words),
    engineRows: engineRowSamples(words),
    quota: quotaSamples(words),
    admin: adminSamples(words),
    deeds: deedsSamples(words),
    settings: settingsSamples(words),
    moderators: moderatorsSamples(words),
    approvals: approvalSamples(words),
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
    slackModerators: slackModeratorSamples(words),
    buttons: {
      ...words.buttons,
      againOf: [words.buttons.againOf(412)],
      hd: [words.buttons.hd(90 * CREDIT_MICRO_USD), words.buttons.hd(null)],
      goOn: [words.buttons.goOn(60 * CREDIT_MICRO_USD), words.buttons.goOn(null)],
      againAt: [words.buttons.againAt(150 * CREDIT_MICRO_USD)],
      newTake: [words.buttons.newTake(60 * CREDIT_MICRO_USD), words.buttons.newTake(null)],
      makeNow: [words.buttons.makeNow(6, 360 * CREDIT_MICRO_USD), words.buttons.makeNow(1, 150 * CREDIT_MICRO_USD)],
      removeNow: [words.buttons.removeNow(412)],
      removeAll: [words.buttons.removeAll(3)],
      makeSmaller: [words.buttons.makeSmaller(4, 20 * CREDIT_MICRO_USD)],
    },
  };
}

function each<T>(values: readonly T[], show: (value: T) => Shown): readonly [Shown, ...Shown[]] {
  const [first, ...others] = values.map(show);
  if (first === undefined) throw new TypeError('a sample is needed');
  return [first, ...others];
}

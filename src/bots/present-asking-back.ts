import type { Destination } from '../core/destination.ts';
import type { Ask } from '../core/spec.ts';
import type { Take } from '../core/takes.ts';
import type { RequestResult } from '../core/usecases/request.ts';
import { priced, toldMicroUsd } from './buttons.ts';
import { parseText } from './grammar/parse-text.ts';
import { shorten } from './grammar/problem.ts';
import { joinTexts, partsOf, type Text, untrusted } from './messages/text.ts';
import { type Asked, retryButton } from './present-answers.ts';
import { isComparison } from './typed-again.ts';
import { type ConfirmButton, type Showing, spoken, type View } from './view.ts';

const promptCharsShown = 60;

type Asks = readonly [Ask, ...Ask[]];

/**
 * How many videos and credits it would be, and the buttons that start it or change it first. Nothing was started.
 * `agreedMicroUsd`: what it was to cost when they agreed to it; null where they were not asked yet.
 */
export function presentConfirm(
  { jobs, copies, quoteMicroUsd, asks, takes }: Extract<RequestResult, { kind: 'confirm' }>,
  asked: Asked | null,
  agreedMicroUsd: number | null,
  showing: Showing,
): View {
  const { answers, buttons } = showing.words;
  const playMoney = takes.every(({ engine }) => engine.capabilities.playMoney);
  const isWhole = asked !== null && readsBack(asks, asked);
  const start: ConfirmButton[] = isWhole
    ? [
        {
          action: 'confirm',
          label: buttons.makeNow(jobs, quoteMicroUsd),
          style: 'primary',
          command: asked.command,
          typed: asked.typed,
          agreedMicroUsd: toldMicroUsd(quoteMicroUsd),
        },
      ]
    : [];
  const edit = asked === null ? [] : [{ ...retryButton(asked, showing), label: buttons.edit, style: 'plain' as const }];
  const lines = [
    partsOf(agreedMicroUsd === null ? '' : answers.dearerNow(quoteMicroUsd, agreedMicroUsd)),
    ...preview(asks, showing),
    partsOf(howMade(takes, showing)),
    partsOf(copies === 0 ? '' : answers.someCopies(copies)),
    isWhole ? answers.confirmMeans() : answers.confirmByTyping(),
  ];
  return spoken(
    partsOf(answers.confirmAsked(jobs, showing.words.status.price({ quoteMicroUsd, playMoney }, null))),
    lines.filter((line) => line.length > 0),
    'note',
    [...start, ...edit],
  );
}

/** What each would show; of a comparison, what all of them. */
function preview(asks: Asks, showing: Showing): Text[] {
  const [first] = asks;
  if (isComparison(asks)) return [[untrusted(shorten(first.prompt, promptCharsShown))]];
  return asks.map(({ prompt, count }) =>
    joinTexts(
      [[untrusted(shorten(prompt, promptCharsShown))], count === 1 ? '' : showing.words.answers.takes(count)],
      ' · ',
    ),
  );
}

/** By which engines, and how long and large where all are alike: what the price comes from. */
function howMade(takes: readonly Take[], { words }: Showing): string {
  const each = <T>(of: (take: Take) => T): T[] => [...new Set(takes.map(of))];
  const engines = each(({ engine }) => engine.capabilities.label);
  const [length, ...lengths] = each(({ spec }) => spec.seconds);
  const [size, ...sizes] = each(({ spec }) => `${spec.size.width}x${spec.size.height}`);
  const alike = [
    ...(length === undefined || lengths.length > 0 ? [] : [words.answers.seconds(length)]),
    ...(size === undefined || sizes.length > 0 ? [] : [size]),
  ];
  return [engines.join(', '), ...alike].join(' · ');
}

/** A button starts what its text says, and nothing else. */
function readsBack(asks: Asks, { command, typed }: Asked): boolean {
  const [root = '', ...path] = command.split(' ');
  const read = parseText(root === 'video' ? 'video' : 'videos', [...path, typed].join(' '), { engines: null });
  // What it goes on from is in the command, and decided anew when it is sent.
  if (read.kind === 'again') return asks.length === 1 && (read.prompt ?? asks[0].prompt) === asks[0].prompt;
  const isSame = (ask: Ask, other: Ask | undefined): boolean =>
    ask.prompt === other?.prompt && ask.engine === other.engine && ask.count === other.count;
  return (
    read.kind === 'video' &&
    read.asks.length === asks.length &&
    asks.every((ask, index) => isSame(ask, read.asks[index]))
  );
}

/** The very same is on its way already: where it comes, and what another take would cost. */
export function presentSameInFlight(
  { job, request, quoteMicroUsd }: Extract<RequestResult, { kind: 'same_in_flight' }>,
  here: Destination,
  { words }: Showing,
): View {
  const { answers, buttons } = words;
  const isHere = request.destination.channel === here.channel;
  const title = isHere ? answers.sameInFlight(job.number) : answers.sameElsewhere(job.number);
  return spoken(title, [], 'note', [priced('again', buttons.newTake, quoteMicroUsd, job.id)]);
}

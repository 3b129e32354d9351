import type { Destination } from '../core/destination.ts';
import type { Ask } from '../core/spec.ts';
import type { RequestResult } from '../core/usecases/request.ts';
import { press } from './buttons.ts';
import { engineLabel } from './engine-label.ts';
import { parseText } from './grammar/parse-text.ts';
import { shorten } from './grammar/problem.ts';
import { joinTexts, partsOf, type Text, untrusted } from './messages/text.ts';
import { type Asked, retryButton } from './present-answers.ts';
import { isComparison } from './typed-again.ts';
import { type ConfirmButton, type Showing, spoken, type View } from './view.ts';

const promptCharsShown = 60;

type Asks = readonly [Ask, ...Ask[]];

/** How many videos and credits it would be, and the buttons that start it or change it first. Nothing was started. */
export function presentConfirm(
  { jobs, copies, quoteMicroUsd, asks }: Extract<RequestResult, { kind: 'confirm' }>,
  asked: Asked | null,
  showing: Showing,
): View {
  const { answers, buttons } = showing.words;
  const isWhole = asked !== null && readsBack(asks, asked);
  const start: ConfirmButton[] = isWhole
    ? [
        {
          action: 'confirm',
          label: buttons.makeNow(jobs, quoteMicroUsd),
          style: 'primary',
          command: asked.command,
          typed: asked.typed,
        },
      ]
    : [];
  const edit = asked === null ? [] : [{ ...retryButton(asked, showing), label: buttons.edit, style: 'plain' as const }];
  const lines = [
    ...preview(asks, showing),
    partsOf(copies === 0 ? '' : answers.someCopies(copies)),
    isWhole ? answers.confirmMeans() : answers.confirmByTyping(),
  ];
  return spoken(
    partsOf(answers.confirmAsked(jobs, quoteMicroUsd)),
    lines.filter((line) => line.length > 0),
    'note',
    [...start, ...edit],
  );
}

/** What each would show; of a comparison, at which engines. */
function preview(asks: Asks, showing: Showing): Text[] {
  const [first] = asks;
  if (isComparison(asks)) {
    const engines = asks.map(({ engine }) => engineNamed(engine, showing)).join(', ');
    return [[untrusted(shorten(first.prompt, promptCharsShown))], partsOf(engines)];
  }
  return asks.map(({ prompt, count }) =>
    joinTexts(
      [[untrusted(shorten(prompt, promptCharsShown))], count === 1 ? '' : showing.words.answers.takes(count)],
      ' · ',
    ),
  );
}

function engineNamed(engine: string | null, showing: Showing): string {
  const [provider = '', model = ''] = (engine ?? '').split('/');
  return model === '' ? provider : engineLabel(`${provider}/${model}`, showing);
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
  return spoken(title, [], 'note', [press('again', buttons.newTake(quoteMicroUsd), 'plain', job.id)]);
}

import { parseText } from '../../src/bots/grammar/parse-text.ts';
import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { partsOf, plainStyle, renderText, type TextStyle } from '../../src/bots/messages/text.ts';
import { presentDeletable, presentList, presentMistake, presentRefusals } from '../../src/bots/present-answers.ts';
import { presentHelp } from '../../src/bots/present-help.ts';
import { presentStory } from '../../src/bots/present-story.ts';
import { presentResult, presentStatus } from '../../src/bots/presenter.ts';
import type { Button, Showing, View } from '../../src/bots/view.ts';
import { approvalViews } from './approval-samples.ts';
import { adminViews } from './admin-views.ts';
import { choosingViews } from './choosing-views.ts';
import { sampleEngines } from './sample-engines.ts';
import {
  batch,
  nowMs,
  readySample,
  sampleClip,
  sampleOffers,
  smallSample,
  statusViews,
  story,
} from './sample-views.ts';
import { refusals, sampleFit } from './refusal-samples.ts';
import { samplesOf, type Shown } from './samples.ts';

/** How each surface writes text. A surface with its own drawing of a view shows it here too. */
const surfaces: readonly { readonly name: string; readonly style: TextStyle }[] = [
  { name: 'Plain text', style: plainStyle },
];

type Tree = { readonly [name: string]: Tree | string | readonly Shown[] };

type Row = { readonly path: string; readonly shown: Shown };

/** The page with every message, from one catalogue. */
export function galleryPage(words: Catalogue): string {
  const groups = Object.entries<Tree>(samplesOf(words)).map(([name, tree]) =>
    [`## ${name}`, '', table(rowsOf(name, tree)), ''].join('\n'),
  );
  return [
    '# Messages',
    '',
    'Everything that people are shown. Made by `node scripts/gallery.ts` from the catalogue in `src/bots/messages/`; change the words there.',
    '',
    ...groups,
    ...surfaces.map(({ name, style }) =>
      viewsPage(name, style, { words, nowMs, offers: sampleOffers, engines: sampleEngines }),
    ),
  ].join('\n');
}

function rowsOf(path: string, node: Tree | string | readonly Shown[]): Row[] {
  if (typeof node === 'string') return [{ path, shown: node }];
  if (isSamples(node)) return node.map((shown) => ({ path, shown }));
  return Object.entries(node).flatMap(([name, child]) => rowsOf(`${path}.${name}`, child));
}

function isSamples(node: Tree | readonly Shown[]): node is readonly Shown[] {
  return Array.isArray(node);
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ path, shown }, index) => {
    const name = rows[index - 1]?.path === path ? '' : `\`${path}\``;
    return `| ${name} | ${cell(renderText(partsOf(shown), plainStyle))} |`;
  });
  return ['| entry | words |', '| --- | --- |', ...lines].join('\n');
}

function cell(text: string): string {
  return text === '' ? '(nothing)' : text.replaceAll('|', '\\|').replaceAll('\n', '<br>');
}

function viewsPage(surface: string, style: TextStyle, showing: Showing): string {
  const mistakes = ['a red ball --secnds 8 --size 1x1 --fps 25', 'list', '', '{red|blue|green} {ball|cube}'].flatMap(
    (typed) => {
      const command = parseText('video', typed, { engines: ['demo/pictures'] });
      return command.kind === 'mistake'
        ? [[`/video ${typed}`.trimEnd(), presentMistake(command, showing)] as const]
        : [];
    },
  );
  const typed = 'a red ball --seconds 8';
  const asked = { command: 'video', typed, shown: typed };
  const views: readonly (readonly [string, View])[] = [
    ...statusViews.map(([name, view]) => [`Status: ${name}`, presentStatus([view], showing)] as const),
    ['Status: a batch', presentStatus(batch, showing)],
    ...choosingViews(showing),
    ['Result', presentResult(readySample, showing)],
    ['Result, to be had in HD', presentResult(smallSample, showing)],
    ['A list', presentList([readySample, ...batch.slice(1)], showing)],
    ['An empty list', presentList([], showing)],
    ['The whole story', presentStory(story, showing, { seesCosts: false })],
    ...mistakes,
    ...refusals.over_price.map(
      (refusal) =>
        [
          'A refusal, with something smaller and a moderator to ask',
          presentRefusals([refusal], showing, asked, { fit: sampleFit(showing), mayAsk: 'over_price' }),
        ] as const,
    ),
    ...refusals.limit.slice(0, 1).map((refusal) => ['A refusal', presentRefusals([refusal], showing, asked)] as const),
    [
      'Before a clip is deleted',
      presentDeletable({ kind: 'there', job: readySample.job, clip: sampleClip }, 412, showing),
    ],
    ['Help', presentHelp(null, showing, {})],
    ['Help: video', presentHelp('video', showing, {})],
    ['Help: video, where text names no file', presentHelp('video', showing, { filesInFormAlone: true })],
    ['Help: something else', presentHelp('nonsense', showing, {})],
    ...approvalViews(showing),
    ...adminViews(showing),
  ];
  const blocks = views.flatMap(([name, view]) => [`### ${name}`, '', '```text', ...drawn(view, style), '```', '']);
  return [`## Views: ${surface}`, '', ...blocks].join('\n');
}

function drawn(view: View, style: TextStyle): string[] {
  const progress = view.progress === null ? '' : `, progress ${Math.round(view.progress * 100)} %`;
  const buttons = view.buttons.length === 0 ? [] : [view.buttons.map(labelOf).join(' ')];
  return [view.title, ...view.lines]
    .map((line) => renderText(line, style))
    .concat(buttons, `(${view.tone}${progress})`);
}

function labelOf(button: Button): string {
  return `[${button.label}]`;
}

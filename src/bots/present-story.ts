import { hasEnded } from '../core/job.ts';
import { phasesOf, receiptOf } from '../core/receipt.ts';
import type { JobEvent, JobStory } from '../core/story.ts';
import { jobButtons } from './buttons.ts';
import type { Catalogue } from './messages/catalogue.ts';
import { partsOf, type Text } from './messages/text.ts';
import { presentJob, promptLine } from './presenter.ts';
import type { Showing, View } from './view.ts';
import { engineLabel, engineOf } from './engine-label.ts';
import { engineNotes, isDeleted, notesOf } from './state-notes.ts';

const promptCharsShown = 1_500;

/** `/videos show`: the whole story of one video. The clip, where there is one, comes with it. */
export function presentStory(told: JobStory, showing: Showing, { seesCosts }: { readonly seesCosts: boolean }): View {
  const { view, attempts, events } = told;
  const { job, clip, deliveries, requester } = view;
  const { words, nowMs } = showing;
  const { story, status } = words;
  const shown = presentJob(view, showing);
  const isGone = isDeleted(clip);
  const lines: Text[] = [
    promptLine(view, showing, promptCharsShown),
    ...notesOf(view, showing, { hasClip: true }),
    status.details(job.spec, engineOf(job, showing)),
    ...(hasEnded(job.state) ? engineNotes(job, showing).map((note) => partsOf(note)) : []),
    ...moneyLines(told, showing, seesCosts),
    story.asked(requester.name, job.admittedAtMs, nowMs),
    ...(view.approval ? [story.approval(view.approval, nowMs)] : []),
    ...stepsOf(events).map((event) => story.step(event.state, event.atMs, nowMs)),
    ...tookLines(told, nowMs, words),
    ...(attempts.length > 1 ? [partsOf(story.attempts(attempts.length))] : []),
    ...(clip && !isGone ? [partsOf(story.file(clip))] : []),
    ...deliveries
      .filter(({ state }) => !isGone && state.kind !== 'undeliverable')
      .map(({ state }) => partsOf(story.delivery(state))),
  ];
  const title = partsOf(
    isGone ? status.deleted(job.number) : status.headline(job.number, job.state, engineLabel(job.engine, showing)),
  );
  return { ...shown, title, lines, buttons: jobButtons(view, showing) };
}

function moneyLines(told: JobStory, { words: { story } }: Showing, seesCosts: boolean): Text[] {
  const { view, grants } = told;
  const { job } = view;
  if (job.copyOf !== null) return [partsOf(story.free())];
  const receipt = receiptOf(told);
  return [
    partsOf(story.money(job, receipt)),
    ...grants.map((grant) => story.grant(grant, view.approval)),
    ...(seesCosts ? story.others(receipt).map((line) => partsOf(line)) : []),
  ];
}

function tookLines({ events, view: { deliveries } }: JobStory, nowMs: number, { story }: Catalogue): Text[] {
  const phases = phasesOf(events, nowMs);
  const readyAtMs = events.findLast(({ state }) => state === 'ready')?.atMs;
  const shownAtMs = deliveries.find(({ state }) => state.kind === 'sent')?.upload?.atMs;
  const postedMs = readyAtMs === undefined || shownAtMs === undefined ? null : Math.max(0, shownAtMs - readyAtMs);
  return phases.length === 0 ? [] : [partsOf(story.took(phases, postedMs))];
}

/** Events that changed the state; what happened within one is not told. */
function stepsOf(events: readonly JobEvent[]): JobEvent[] {
  return events.filter((event, index) => index === 0 || events[index - 1]?.state !== event.state);
}

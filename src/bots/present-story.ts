import { hasEnded } from '../core/job.ts';
import type { JobEvent, JobStory } from '../core/story.ts';
import { jobButtons } from './buttons.ts';
import { partsOf, type Text } from './messages/text.ts';
import { presentJob, promptLine } from './presenter.ts';
import type { Showing, View } from './view.ts';
import { engineLabel, engineOf } from './engine-label.ts';
import { engineNotes, isDeleted, notesOf } from './state-notes.ts';

const promptCharsShown = 1_500;

/** `/videos show`: the whole story of one video. The clip, where there is one, comes with it. */
export function presentStory({ view, attempts, events }: JobStory, showing: Showing): View {
  const { job, clip, deliveries, requester, costMicroUsd, chargedMicroUsd } = view;
  const { words, nowMs } = showing;
  const { story, status } = words;
  const shown = presentJob(view, showing);
  const isGone = isDeleted(clip);
  const lines: Text[] = [
    promptLine(view, showing, promptCharsShown),
    ...notesOf(view, showing, { hasClip: true }),
    status.details(job.spec, engineOf(job, showing)),
    ...(hasEnded(job.state) ? engineNotes(job, showing).map((note) => partsOf(note)) : []),
    partsOf(story.money(job, costMicroUsd, chargedMicroUsd)),
    story.asked(requester.name, job.admittedAtMs, nowMs),
    ...stepsOf(events).map((event) => story.step(event.state, event.atMs, nowMs)),
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

/** Events that changed the state; what happened within one is not told. */
function stepsOf(events: readonly JobEvent[]): JobEvent[] {
  return events.filter((event, index) => index === 0 || events[index - 1]?.state !== event.state);
}

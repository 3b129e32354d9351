import type { Forgotten, PersonalData } from '../core/forgetting.ts';
import { partsOf } from './messages/text.ts';
import { type Showing, spoken, type View } from './view.ts';

/** Asks back: what would go, what stays, and what to type. */
export function presentForgettable(
  { videos, clips, markedUntilMs }: PersonalData & Pick<Forgotten, 'markedUntilMs'>,
  { words, nowMs }: Showing,
): View {
  const { forgetting } = words;
  const lines = [
    partsOf(forgetting.wouldGo(videos, clips)),
    partsOf(forgetting.wouldStop()),
    partsOf(forgetting.everywhere()),
    partsOf(forgetting.stays()),
    forgetting.limitsStay(markedUntilMs, nowMs),
    forgetting.toDoIt(),
  ];
  return spoken(partsOf(forgetting.asked()), lines, 'note');
}

export function presentForgotten(
  { videos, clips, cancelled, finishing, markedUntilMs }: Forgotten,
  { words, nowMs }: Showing,
): View {
  const { forgetting } = words;
  const lines = [
    partsOf(forgetting.gone(videos, clips)),
    partsOf(forgetting.stopped(cancelled, finishing)),
    forgetting.limitsStay(markedUntilMs, nowMs),
  ];
  return spoken(
    partsOf(forgetting.done()),
    lines.filter((line) => line.length > 0),
    'good',
  );
}

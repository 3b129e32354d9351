import type { ListedEngine } from '../core/usecases/list-engines.ts';
import { partsOf, type Text } from './messages/text.ts';
import { type Showing, spoken, type View } from './view.ts';

/** As many as a message of every chat has room for. */
const rowsMax = 16;

/** Who can make a video here, the cheapest first. */
export function presentEngines(listed: readonly ListedEngine[], { words }: Showing): View {
  const { engineRows } = words;
  const rows: Text[] = listed.slice(0, rowsMax).map(({ capabilities, price }) => engineRows.row(capabilities, price));
  const more = listed.length - rows.length;
  return spoken(
    partsOf(engineRows.title(listed.length)),
    [...rows, ...(more > 0 ? [partsOf(engineRows.more(more))] : []), partsOf(engineRows.how())],
    'note',
  );
}

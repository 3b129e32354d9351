import path from 'node:path';
import type { Books } from '../books.ts';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { unwritable, writeClipFile } from '../bots/terminal/clip-file.ts';
import type { TenantId } from '../core/ids.ts';
import { openClip } from '../core/usecases/open-clip.ts';
import { type Answer, said } from './run.ts';

const { operator } = catalogueFor('en');

/** Writes the clip of a job to a file. */
export async function fetchClip(
  { store, media, clock, rules, workingDir }: Books,
  choice: { readonly tenantId: TenantId; readonly number: number },
  out: string,
): Promise<Answer> {
  const file = path.resolve(workingDir, out);
  const problem = await unwritable(file);
  if (problem !== null) return said(problem, 'bad', { kind: 'unwritable', file });
  const opened = await openClip({ choice, actor: { kind: 'operator' } }, { store, media, clock, rules });
  switch (opened.kind) {
    case 'clip':
      await writeClipFile(file, opened.source.body, new AbortController().signal);
      return said(file, 'good', { kind: 'written', file, clip: opened.clip });
    case 'no_clip':
      return said(operator.noClip(choice.number, opened.job.state.kind), 'bad', { kind: opened.kind });
    case 'not_found':
    case 'not_yours':
      return said(operator.noJob(choice.number, choice.tenantId), 'bad', { kind: opened.kind });
  }
}

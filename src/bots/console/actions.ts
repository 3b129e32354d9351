import type { Context } from 'hono';
import * as z from 'zod';
import type { MediaSource } from '../../core/ports/media.ts';
import { partsOf } from '../messages/text.ts';
import { shorten } from '../grammar/problem.ts';
import { cleanText } from '../grammar/prompt-text.ts';
import { spoken } from '../view.ts';
import { drawAnswer } from './draw/answer.ts';
import type { ClipLink } from './draw/view.ts';
import type { InputSources } from './input-source.ts';
import { type Env, formText, isCall } from './guard.ts';
import type { createPages } from './pages.ts';
import type { createSay, Outcome, Voice } from './say.ts';
import type { Kept } from './uploads.ts';
import { words } from './words.ts';

const textCharsMax = 100_000;
const sourceCharsMax = 300;
const nameCharsShown = 60;
/** In micro-dollars, as a button of ours writes it. It bounds what whoever sends it pays, and nothing else. */
const Price = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number);
/** Whether there is something to ask a moderator for is decided anew. */
const Reason = z.enum(['over_quota', 'over_price']);
const Key = z.string().regex(/^[\w-]{8,64}$/);

type Deps = {
  readonly say: ReturnType<typeof createSay>;
  readonly pages: ReturnType<typeof createPages>;
  readonly keep: (source: MediaSource, name: string | null) => Promise<Kept>;
  readonly isPlay: boolean;
  readonly inputs: Pick<InputSources, 'contentOf'>;
  readonly killEngine: () => boolean | Promise<boolean>;
  readonly clipLink: ClipLink;
};

/** What the forms of the page do: with the script it gets its piece of the page, without it a whole page. */
export function createActions({ say, pages, keep, inputs, killEngine, clipLink, isPlay }: Deps) {
  async function show(c: Context<Env>, outcome: Outcome): Promise<Response> {
    const said = outcome.kind === 'said' ? outcome.said : null;
    const compose = outcome.kind === 'taken' ? null : outcome.compose;
    if (isCall(c)) {
      const drawn = said && (await drawAnswer(said, clipLink));
      return c.json({ html: drawn?.toString() ?? '', compose });
    }
    if (outcome.kind === 'taken') return c.redirect('/#end', 303);
    return pages.channel(c, { answer: said, compose });
  }

  function tell(c: Context<Env>, title: string, line: string | null, compose: string | null): Promise<Response> {
    const view = spoken(partsOf(title), line === null ? [] : [partsOf(line)], 'note');
    return show(c, { kind: 'said', said: { view, clip: null, file: null }, compose });
  }

  async function voiceOf(c: Context<Env>): Promise<Voice | null> {
    const key = Key.safeParse(await formText(c, 'key')).data;
    return key === undefined ? null : { person: c.get('person'), locale: localeOf(c), key };
  }

  /** For a form that is not of this session: who acts now, and what was typed, to be sent again. */
  async function outOfDate(c: Context<Env>, status: 400 | 403): Promise<Response> {
    const { token } = words.refused;
    const now = isPlay ? `You act as ${c.get('person').name} now.` : null;
    if (isCall(c)) return c.text(now === null ? token : `${now} ${token}`, status);
    const text = (await formText(c, 'text')).slice(0, textCharsMax);
    const view = spoken(partsOf(words.refused.oldForm), now === null ? [] : [partsOf(now)], 'note');
    return pages.channel(c, { answer: { view, clip: null, file: null }, compose: text === '' ? null : text }, status);
  }

  return {
    outOfDate,

    async command(c: Context<Env>): Promise<Response> {
      const voice = await voiceOf(c);
      if (!voice) return outOfDate(c, 400);
      const text = await formText(c, 'text');
      if (text.length > textCharsMax) return c.text(words.refused.tooLarge, 413);
      const { file } = await c.req.parseBody();
      const agreed = Price.safeParse((await formText(c, 'agreed')) || (c.req.query('agreed') ?? '')).data ?? null;
      const asksModerator = Reason.safeParse((await formText(c, 'asks')) || c.req.query('asks')).data ?? null;
      const told = { agreedMicroUsd: agreed, asksModerator };
      let source = await formText(c, 'image');
      if (source === '' && file instanceof File && file.size > 0) {
        const kept = await keep(
          { body: file.stream(), bytes: file.size },
          shorten(cleanText(file.name), nameCharsShown),
        );
        if (kept.kind === 'refused') return tell(c, kept.why, null, text);
        source = kept.source;
      }
      if (source === '') return show(c, await say.command(voice, text, { image: null, ...told }));
      const content = source.length > sourceCharsMax ? null : inputs.contentOf(source);
      if (content === null) return outOfDate(c, 400);
      return show(c, await say.command(voice, text, { image: { source, content }, ...told }));
    },

    async press(c: Context<Env>): Promise<Response> {
      const voice = await voiceOf(c);
      const outcome = voice && (await say.press(voice, await formText(c, 'press')));
      return outcome ? show(c, outcome) : outOfDate(c, 400);
    },

    async edit(c: Context<Env>): Promise<Response> {
      return show(c, { kind: 'form', compose: await formText(c, 'text') });
    },

    async attach(c: Context<Env>): Promise<Response> {
      const { body } = c.req.raw;
      if (!body) return c.text(words.brokenOff, 400);
      const announced = Number(c.req.header('Content-Length'));
      const kept = await keep(
        { body, bytes: Number.isSafeInteger(announced) && announced > 0 ? announced : null },
        null,
      );
      return kept.kind === 'kept' ? c.json({ source: kept.source }) : c.text(kept.why, 422);
    },

    async kill(c: Context<Env>): Promise<Response> {
      const wasKilled = await killEngine();
      return wasKilled
        ? tell(c, words.killed, words.killedThen, null)
        : tell(c, words.notKilled, words.notKilledThen, null);
    },
  };
}

/** The first language that the browser asks for. */
function localeOf(c: Context): string {
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}/i.exec(c.req.header('Accept-Language') ?? '')?.[0] ?? 'en';
}

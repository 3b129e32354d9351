import { z } from 'zod';
import { isChannelId, isTs } from '../places.ts';
import { readPlainJson, writePlainJson } from './plain-json.ts';

/** What a form has to know when it comes back, beside what is filled in. */
export type FormPlace = {
  /** Where the video goes; null where the form asks for it. */
  readonly channel: string | null;
  readonly thread: string | null;
  /** Where what comes of it is told. */
  readonly responseUrl: string | null;
  readonly answerIn: string | null;
  /** It goes on with something private, whatever the form says: nobody else has seen that. */
  readonly isPrivate: boolean;
  /** Under which name the file is kept that it starts from. */
  readonly kept: string | null;
};

/** Nowhere in particular: the form asks for the place. */
export const noPlace: FormPlace = {
  channel: null,
  thread: null,
  responseUrl: null,
  answerIn: null,
  isPrivate: false,
  kept: null,
};

const charsMax = 3_000;

/** `about`: the number of the request that the form is about, if it is about one. */
export function writePlace(place: FormPlace, about: number | null = null): string {
  const all = { ...place, ...(about === null ? {} : { about }) };
  const text = writePlainJson(all);
  // Without its address it is told as a message of ours.
  return text.length <= charsMax ? text : writePlainJson({ ...all, responseUrl: null });
}

const written = z.object({
  channel: z.string().refine(isChannelId).nullable(),
  thread: z.string().refine(isTs).nullable(),
  responseUrl: z.string().nullable(),
  answerIn: z.string().refine(isChannelId).nullable(),
  isPrivate: z.boolean(),
  kept: z.string().nullable(),
});

/** Null for what we did not write, or wrote otherwise in an earlier version. */
export function readPlace(text: string): FormPlace | null {
  const read = written.safeParse(readPlainJson(text));
  return read.success ? read.data : null;
}

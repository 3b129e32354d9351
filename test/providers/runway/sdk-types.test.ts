import type { RunwayML } from '@runwayml/sdk';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import { imageToVideo, textToVideo, videoToVideo, videoUpscale } from '../../doubles/runway/bodies.ts';

/** What an endpoint of the SDK takes, by model. */
type Taken<Endpoint extends { create: (body: never) => unknown }> = Parameters<
  Endpoint['create']
>[0] extends infer Body extends { model: string }
  ? { [Model in Body['model']]: Extract<Body, { model: Model }> }
  : never;

type Held<Schemas extends Record<string, z.ZodType>> = { [Model in keyof Schemas]: z.output<Schemas[Model]> };

describe('the double takes what the SDK says, field by field, so that an update which changes a model fails the type check', () => {
  test('text to video', () => {
    expectTypeOf<Held<typeof textToVideo>>().toEqualTypeOf<Taken<RunwayML['textToVideo']>>();
    expect(Object.keys(textToVideo)).toHaveLength(15);
  });

  test('image to video', () => {
    expectTypeOf<Held<typeof imageToVideo>>().toEqualTypeOf<Taken<RunwayML['imageToVideo']>>();
    expect(Object.keys(imageToVideo)).toHaveLength(16);
  });

  test('video to video', () => {
    expectTypeOf<Held<typeof videoToVideo>>().toEqualTypeOf<Taken<RunwayML['videoToVideo']>>();
    expect(Object.keys(videoToVideo)).toHaveLength(8);
  });

  test('upscaling', () => {
    expectTypeOf<Held<typeof videoUpscale>>().toEqualTypeOf<Taken<RunwayML['videoUpscale']>>();
    expect(Object.keys(videoUpscale)).toHaveLength(2);
  });
});

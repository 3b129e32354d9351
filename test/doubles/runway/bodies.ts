import { z } from 'zod';

/** Bodies of creates as Runway takes them: nothing unknown, every number in its bounds. The SDK's types are held against these. */

const prompt = (charsMax: number) => z.string().min(1).max(charsMax);
const uri = z.string().regex(/^(?:runway|https):\/\/|^data:/);
const seed = z
  .int()
  .min(0)
  .max(2 ** 32 - 1)
  .exactOptional();
const seconds = (min: number, max: number) => z.int().min(min).max(max);
const secondsOrAuto = (min: number, max: number) => z.union([seconds(min, max), z.literal('auto')]);
const flag = z.boolean().exactOptional();
const percent = z.int().min(0).max(100).exactOptional();

const picture = z.strictObject({ uri });
const sound = z.strictObject({ type: z.literal('audio'), uri });
const film = z.strictObject({ type: z.literal('video'), uri });
const sounds = z.array(sound).max(10).exactOptional();
const pictures = (most: number) => z.array(picture).max(most).exactOptional();
const films = z.array(film).max(10).exactOptional();

const first = z.union([uri, z.array(z.strictObject({ uri, position: z.literal('first') })).length(1)]);
const firstAndLast = z.union([
  uri,
  z
    .array(z.strictObject({ uri, position: z.enum(['first', 'last']) }))
    .min(1)
    .max(2),
]);
const placed = z.union([
  uri,
  z.array(z.strictObject({ uri, position: z.enum(['first', 'last']).exactOptional() })).min(1),
]);
const anything = z.union([uri, z.array(z.unknown()).min(1)]);

const contentModeration = z
  .strictObject({ publicFigureThreshold: z.enum(['auto', 'low']).exactOptional() })
  .exactOptional();
const proresProfile = z.enum(['422', '4444', '422 Proxy', '422 LT', '422 HQ', '4444 XQ']).exactOptional();
const deepFormats = [
  'hdr10',
  'hlg',
  'hdr_pq_12bit_master',
  'hdr_prores',
  'hdr_png_sequence',
  'hdr_exr_sequence',
  'hdr_exr_acescg_sequence_1_3',
  'hdr_exr_acescg_sequence_2_0',
] as const;
const plainFormats = ['mp4', 'prores', 'png_sequence', 'sdr_rec709_10bit'] as const;

const landscapeOrPortrait = z.enum(['1280:720', '720:1280']);
const genRatio = z.enum(['1280:720', '720:1280', '1104:832', '960:960', '832:1104', '1584:672']);
const veoRatio = z.enum(['1280:720', '720:1280', '1080:1920', '1920:1080']);
const omniRatio = z.enum([
  '640:360',
  '360:640',
  '1280:720',
  '720:1280',
  '1920:1080',
  '1080:1920',
  '3840:2160',
  '2160:3840',
]);
const seedance480 = ['992:432', '864:496', '752:560', '640:640', '560:752', '496:864'] as const;
const seedance720 = ['1470:630', '1280:720', '1112:834', '960:960', '834:1112', '720:1280'] as const;
const seedance1080 = ['2206:946', '1920:1080', '1664:1248', '1440:1440', '1248:1664', '1080:1920'] as const;
const seedance4k = ['3840:1646', '3840:2160', '3840:2880', '3840:3840', '2880:3840', '2160:3840'] as const;
const seedanceSmall = z.enum([...seedance480, ...seedance720]);
const seedanceLarge = z.enum([...seedance480, ...seedance720, ...seedance1080, ...seedance4k]);
const seedanceLong = z.enum([
  '992:432',
  '854:480',
  '752:560',
  '640:640',
  '560:752',
  '480:854',
  ...seedance720,
  ...seedance1080,
]);
const wanSizes = [
  '832:480',
  '720:544',
  '624:624',
  '544:720',
  '480:832',
  '1280:720',
  '1104:832',
  '960:960',
  '832:1104',
  '720:1280',
  '1920:1080',
  '1648:1248',
  '1440:1440',
  '1248:1648',
  '1080:1920',
] as const;
const wanRatio = z.enum([...wanSizes, 'auto_480p', 'auto_720p', 'auto_1080p']);
const hailuoRatio = z.enum(['adaptive', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16']);
const hailuoResolution = z.enum(['768p', '2k', '768P', '2K']);
const horseRatio = z.enum([
  '1280:720',
  '720:1280',
  '960:960',
  '1108:832',
  '832:1108',
  '1920:1080',
  '1080:1920',
  '1440:1440',
  '1662:1248',
  '1248:1662',
]);
const grokRatio = z.enum(['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3']);
const grokResolution = z.enum(['480p', '720p', '1080p']);

const gen45 = {
  model: z.literal('gen4.5'),
  promptText: prompt(1000),
  duration: seconds(2, 10),
  contentModeration,
  outputFormat: z.enum([...plainFormats, ...deepFormats]).exactOptional(),
  proresProfile,
  seed,
};
const veo = {
  ratio: veoRatio,
  audio: flag,
  duration: z.union([z.literal(4), z.literal(6), z.literal(8)]).exactOptional(),
  negativePrompt: z.string().exactOptional(),
  seed,
};
const seedanceFrom = { audio: flag, referenceAudio: sounds, seed };
const seedanceRefs = { ...seedanceFrom, references: pictures(9), referenceVideos: films };
const seedanceLongRefs = { ...seedanceFrom, references: pictures(30), referenceVideos: films };
const upTo15 = secondsOrAuto(4, 15).exactOptional();
const upTo30 = secondsOrAuto(4, 30).exactOptional();
const small = { duration: upTo15, ratio: seedanceSmall.exactOptional() };
const large = { duration: upTo15, ratio: seedanceLarge.exactOptional() };
const long = { duration: upTo30, ratio: seedanceLong.exactOptional() };
const hailuo = {
  model: z.literal('hailuo3'),
  promptText: prompt(2000),
  duration: seconds(5, 15).exactOptional(),
  ratio: hailuoRatio.exactOptional(),
  resolution: hailuoResolution.exactOptional(),
  referenceAudio: sounds,
};
const h3 = {
  model: z.literal('h3_max'),
  promptText: prompt(2000),
  duration: seconds(5, 15).exactOptional(),
  promptExpansionMode: z.enum(['disabled', 'balanced', 'quality']).exactOptional(),
  resolution: z.enum(['480p', '768p']).exactOptional(),
  seed,
};
const wan = {
  promptText: prompt(2000),
  audio: flag,
  duration: seconds(3, 30).exactOptional(),
  ratio: wanRatio.exactOptional(),
  referenceAudio: sounds,
  referenceVideos: films,
};
const omni = { model: z.literal('gemini_omni_flash'), duration: seconds(3, 10).exactOptional() };
const omni11 = {
  model: z.literal('gemini_omni_flash_1.1'),
  promptText: prompt(4000),
  duration: secondsOrAuto(3, 10).exactOptional(),
  ratio: omniRatio.exactOptional(),
};
const horse = { model: z.literal('happyhorse_1_0'), duration: seconds(3, 15).exactOptional() };
const grok = {
  model: z.literal('grok_imagine_1_5'),
  duration: seconds(1, 15).exactOptional(),
  resolution: grokResolution.exactOptional(),
};

const seedance2 = z.literal('seedance2');
const seedance2Fast = z.literal('seedance2_fast');
const seedance2Mini = z.literal('seedance2_mini');
const seedance25 = z.literal('seedance2_5');
const optionalPrompt = (charsMax: number) => prompt(charsMax).exactOptional();

export const textToVideo = {
  'gen4.5': z.strictObject({ ...gen45, ratio: landscapeOrPortrait }),
  'veo3.1': z.strictObject({ model: z.literal('veo3.1'), promptText: prompt(1000), ...veo }),
  'veo3.1_fast': z.strictObject({ model: z.literal('veo3.1_fast'), promptText: prompt(1000), ...veo }),
  hailuo3: z.strictObject({ ...hailuo, references: pictures(9), referenceVideos: films }),
  happyhorse_1_0: z.strictObject({ ...horse, promptText: prompt(2500), ratio: horseRatio.exactOptional() }),
  seedance2: z.strictObject({ model: seedance2, promptText: prompt(3500), ...large, ...seedanceRefs }),
  seedance2_fast: z.strictObject({ model: seedance2Fast, promptText: prompt(3500), ...small, ...seedanceRefs }),
  seedance2_mini: z.strictObject({ model: seedance2Mini, promptText: prompt(3500), ...small, ...seedanceRefs }),
  seedance2_5: z.strictObject({ model: seedance25, promptText: optionalPrompt(15000), ...long, ...seedanceLongRefs }),
  gemini_omni_flash: z.strictObject({ ...omni, promptText: prompt(4000), ratio: landscapeOrPortrait.exactOptional() }),
  'gemini_omni_flash_1.1': z.strictObject({
    ...omni11,
    references: pictures(5),
    referenceVideos: z.array(picture).exactOptional(),
  }),
  grok_imagine_1_5: z.strictObject({
    ...grok,
    promptText: prompt(4000),
    ratio: grokRatio.exactOptional(),
    referenceAudio: sounds,
    references: pictures(7),
  }),
  wan3: z.strictObject({ model: z.literal('wan3'), ...wan, references: pictures(10) }),
  wan3_prime: z.strictObject({ model: z.literal('wan3_prime'), ...wan, references: pictures(10) }),
  h3_max: z.strictObject(h3),
};

export const imageToVideo = {
  'gen4.5': z.strictObject({ ...gen45, ratio: genRatio, promptImage: first }),
  gen4_turbo: z.strictObject({
    model: z.literal('gen4_turbo'),
    promptImage: first,
    ratio: genRatio,
    contentModeration,
    duration: seconds(2, 10).exactOptional(),
    promptText: optionalPrompt(1000),
    seed,
  }),
  'veo3.1': z.strictObject({
    model: z.literal('veo3.1'),
    promptImage: firstAndLast,
    promptText: optionalPrompt(1000),
    ...veo,
  }),
  'veo3.1_fast': z.strictObject({
    model: z.literal('veo3.1_fast'),
    promptImage: firstAndLast,
    promptText: optionalPrompt(1000),
    ...veo,
  }),
  hailuo3: z.strictObject({ ...hailuo, promptImage: anything }),
  happyhorse_1_0: z.strictObject({
    ...horse,
    promptImage: first,
    promptText: optionalPrompt(2500),
    resolution: z.enum(['720p', '1080p', '720P', '1080P']).exactOptional(),
  }),
  seedance2: z.strictObject({
    model: seedance2,
    promptImage: placed,
    promptText: optionalPrompt(3500),
    ...large,
    ...seedanceFrom,
  }),
  seedance2_fast: z.strictObject({
    model: seedance2Fast,
    promptImage: placed,
    promptText: optionalPrompt(3500),
    ...small,
    ...seedanceFrom,
  }),
  seedance2_mini: z.strictObject({
    model: seedance2Mini,
    promptImage: placed,
    promptText: optionalPrompt(3500),
    ...small,
    ...seedanceFrom,
  }),
  seedance2_5: z.strictObject({
    model: seedance25,
    promptImage: placed,
    promptText: optionalPrompt(15000),
    ...long,
    ...seedanceFrom,
  }),
  gemini_omni_flash: z.strictObject({
    ...omni,
    promptImage: first,
    promptText: optionalPrompt(4000),
    ratio: landscapeOrPortrait.exactOptional(),
  }),
  'gemini_omni_flash_1.1': z.strictObject({ ...omni11, promptImage: firstAndLast }),
  grok_imagine_1_5: z.strictObject({ ...grok, promptImage: first, promptText: optionalPrompt(4000) }),
  wan3: z.strictObject({ model: z.literal('wan3'), ...wan, promptImage: anything }),
  wan3_prime: z.strictObject({ model: z.literal('wan3_prime'), ...wan, promptImage: anything }),
  h3_max: z.strictObject({ ...h3, promptImage: firstAndLast }),
};

const window = z.strictObject({ start_seconds: z.int(), end_seconds: z.int() }).exactOptional();

export const videoToVideo = {
  aleph2: z.strictObject({
    model: z.literal('aleph2'),
    videoUri: uri,
    contentModeration,
    keyframes: z
      .array(
        z.union([
          z.strictObject({ seconds: z.number(), uri, range: window }),
          z.strictObject({ at: z.number(), uri, range: window }),
        ]),
      )
      .max(5)
      .exactOptional(),
    outputFormat: z.enum(plainFormats).exactOptional(),
    promptText: optionalPrompt(1000),
    proresProfile,
    ratio: z.string().exactOptional(),
    seed,
    targetAspectRatio: z.enum(['16:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '21:9']).exactOptional(),
  }),
  hailuo3: z.strictObject({ ...hailuo, promptVideo: uri, references: pictures(9), referenceVideos: films }),
  seedance2: z.strictObject({
    model: seedance2,
    promptVideo: uri,
    promptText: optionalPrompt(3500),
    ...large,
    ...seedanceRefs,
  }),
  seedance2_fast: z.strictObject({
    model: seedance2Fast,
    promptVideo: uri,
    promptText: optionalPrompt(3500),
    ...small,
    ...seedanceRefs,
  }),
  seedance2_mini: z.strictObject({
    model: seedance2Mini,
    promptVideo: uri,
    promptText: optionalPrompt(3500),
    ...small,
    ...seedanceRefs,
  }),
  seedance2_5: z
    .strictObject({
      model: seedance25,
      promptVideo: uri,
      promptText: optionalPrompt(15000),
      mode: z.enum(['reference', 'extend', 'edit']).exactOptional(),
      ...long,
      ...seedanceLongRefs,
    })
    .refine(({ mode, ratio }) => ratio === undefined || mode === undefined || mode === 'reference', { path: ['ratio'] })
    .refine(({ mode, duration }) => mode !== 'edit' || duration === 'auto', { path: ['duration'] })
    .refine(({ mode, promptText }) => promptText !== undefined || mode === undefined || mode === 'reference', {
      path: ['promptText'],
    }),
  gemini_omni_flash: z.strictObject({
    model: z.literal('gemini_omni_flash'),
    promptText: prompt(4000),
    videoUri: uri,
    references: pictures(5),
  }),
  'gemini_omni_flash_1.1': z.strictObject({
    ...omni11,
    videoUri: uri,
    mode: z.enum(['reference', 'extend', 'edit']).exactOptional(),
    references: pictures(5),
  }),
};

export const videoUpscale = {
  magnific_video_upscaler_creative: z.strictObject({
    model: z.literal('magnific_video_upscaler_creative'),
    videoUri: uri,
    creativity: percent,
    flavor: z.enum(['vivid', 'natural']).exactOptional(),
    fpsBoost: flag,
    resolution: z.enum(['720p', '1k', '2k', '4k']).exactOptional(),
    sharpen: percent,
    smartGrain: percent,
  }),
  enhance_frame_rate: z.strictObject({
    model: z.literal('enhance_frame_rate'),
    videoUri: uri,
    targetFramerate: z.enum(['24', '25', '30', '48', '50', '60', '120', '23_98', '29_97', '59_94']),
  }),
};

/** By endpoint. */
export const bodies = {
  text_to_video: textToVideo,
  image_to_video: imageToVideo,
  video_to_video: videoToVideo,
  video_upscale: videoUpscale,
} satisfies Record<string, Record<string, z.ZodType>>;

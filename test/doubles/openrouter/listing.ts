/** A model as `GET /videos/models` lists it. Not all that is listed can be used, and not all of it is of one shape. */
export type ListedModel = {
  readonly id: string;
  readonly canonical_slug: string;
  readonly name: string;
  readonly created: number;
  readonly description: string;
  readonly supported_resolutions: readonly string[] | null;
  readonly supported_aspect_ratios: readonly string[] | null;
  readonly supported_sizes: readonly string[] | null;
  readonly supported_durations: readonly number[] | null;
  readonly supported_frame_images: readonly string[] | null;
  readonly generate_audio: boolean | null;
  readonly seed: boolean | null;
  readonly upscale_factor: { readonly min: number | null; readonly max: number | null } | null;
  readonly creativity: readonly number[] | null;
  readonly allowed_passthrough_parameters: readonly string[];
  readonly pricing_skus: Readonly<Record<string, string>> | null;
};

type Told = Partial<ListedModel> & { readonly id: string; readonly name: string };

export function listed(model: Told): ListedModel {
  return {
    canonical_slug: model.id,
    created: 1_750_000_000,
    description: 'A video model.',
    supported_resolutions: ['720p'],
    supported_aspect_ratios: ['16:9', '9:16'],
    supported_sizes: null,
    supported_durations: [5, 10],
    supported_frame_images: ['first_frame', 'last_frame'],
    generate_audio: null,
    seed: null,
    upscale_factor: null,
    creativity: null,
    allowed_passthrough_parameters: [],
    pricing_skus: { duration_seconds: '0.10' },
    ...model,
  };
}

const wide = ['16:9', '9:16'];
const from = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, at) => first + at);

/** As seen in October 2026, one of each way to name a price. */
export const usualListing: readonly ListedModel[] = [
  listed({
    id: 'google/veo-3.1',
    name: 'Google: Veo 3.1',
    supported_resolutions: ['720p', '1080p', '4K'],
    supported_aspect_ratios: wide,
    supported_durations: [4, 6, 8],
    generate_audio: true,
    seed: true,
    pricing_skus: {
      duration_seconds_with_audio: '0.40',
      duration_seconds_without_audio: '0.20',
      duration_seconds_with_audio_4k: '0.60',
      duration_seconds_without_audio_4k: '0.40',
    },
  }),
  listed({
    id: 'google/veo-3.1-lite',
    name: 'Google: Veo 3.1 Lite',
    supported_resolutions: ['720p', '1080p'],
    supported_aspect_ratios: wide,
    supported_durations: [8, 4, 6],
    generate_audio: true,
    seed: true,
    pricing_skus: {
      duration_seconds_with_audio: '0.08',
      duration_seconds_without_audio: '0.05',
      duration_seconds_with_audio_720p: '0.05',
      duration_seconds_without_audio_720p: '0.03',
    },
  }),
  listed({
    id: 'google/veo-3.1-fast',
    name: 'Google: Veo 3.1 Fast',
    supported_resolutions: ['720p', '1080p', '4K'],
    supported_aspect_ratios: wide,
    supported_durations: [4, 6, 8],
    generate_audio: true,
    seed: true,
    pricing_skus: {
      duration_seconds_with_audio: '0.12',
      duration_seconds_with_audio_4k: '0.30',
      duration_seconds_without_audio: '0.10',
      duration_seconds_with_audio_720p: '0.10',
      duration_seconds_without_audio_4k: '0.25',
      duration_seconds_without_audio_720p: '0.08',
    },
  }),
  listed({
    id: 'alibaba/wan-3.0',
    name: 'Alibaba: Wan 3.0',
    supported_resolutions: ['480p', '720p', '1080p'],
    supported_aspect_ratios: ['16:9', '4:3', '1:1', '3:4', '9:16'],
    supported_durations: from(2, 30),
    supported_frame_images: ['first_frame'],
    generate_audio: true,
    seed: true,
    pricing_skus: { duration_seconds_480p: '0.05', duration_seconds_720p: '0.1', duration_seconds_1080p: '0.2' },
  }),
  listed({
    id: 'kwaivgi/kling-v3.0-pro',
    name: 'Kling: v3.0 Pro',
    supported_aspect_ratios: ['16:9', '9:16', '1:1'],
    supported_durations: from(3, 15),
    generate_audio: true,
    seed: false,
    pricing_skus: {
      duration_seconds: '0.112',
      duration_seconds_with_audio: '0.168',
      text_to_video_duration_seconds_480p: '0.112',
      text_to_video_duration_seconds_720p: '0.112',
      image_to_video_duration_seconds_720p: '0.112',
      text_to_video_duration_seconds_1080p: '0.112',
      image_to_video_duration_seconds_1080p: '0.112',
    },
  }),
  listed({
    id: 'minimax/hailuo-3',
    name: 'MiniMax: H3',
    supported_resolutions: ['2K'],
    supported_aspect_ratios: ['21:9', '16:9', '4:3', '1:1', '3:4', '9:16'],
    supported_durations: from(5, 15),
    generate_audio: true,
    seed: false,
    pricing_skus: { duration_seconds: '0.13', reference_images: '0.04' },
  }),
  listed({
    id: 'minimax/hailuo-2.3',
    name: 'MiniMax: Hailuo 2.3',
    supported_resolutions: ['1080p'],
    supported_aspect_ratios: ['16:9'],
    supported_durations: [6, 10],
    supported_frame_images: ['first_frame'],
    pricing_skus: { duration_seconds: '0.0817' },
  }),
  listed({
    id: 'bytedance/seedance-2.0',
    name: 'ByteDance: Seedance 2.0',
    supported_resolutions: ['480p', '720p', '1080p', '4K'],
    supported_aspect_ratios: ['1:1', '3:4', '9:16', '4:3', '16:9', '21:9', '9:21'],
    supported_durations: from(4, 15),
    generate_audio: true,
    seed: true,
    pricing_skus: {
      video_tokens: '0.000007',
      video_tokens_4k: '0.000004',
      video_tokens_1080p: '0.0000077',
      video_tokens_without_audio: '0.000007',
      video_tokens_with_video_input: '0.0000043',
      video_tokens_4k_with_video_input: '0.0000024',
      video_tokens_1080p_with_video_input: '0.0000047',
    },
  }),
  listed({
    id: 'openai/sora-2-pro',
    name: 'OpenAI: Sora 2 Pro',
    supported_resolutions: ['720p', '1080p'],
    supported_aspect_ratios: wide,
    supported_durations: [4, 8, 12, 16, 20],
    supported_frame_images: [],
    generate_audio: true,
    seed: false,
    pricing_skus: { duration_seconds_720p: '0.3', duration_seconds_1024p: '0.5', duration_seconds_1080p: '0.5' },
  }),
  listed({
    id: 'alibaba/wan-2.6',
    name: 'Alibaba: Wan 2.6',
    supported_resolutions: ['720p', '1080p'],
    supported_aspect_ratios: ['16:9', '9:16', '1:1'],
    supported_durations: [5, 10],
    supported_frame_images: ['first_frame'],
    generate_audio: false,
    seed: true,
    pricing_skus: {
      text_to_video_duration_seconds_720p: '0.08',
      text_to_video_duration_seconds_1080p: '0.12',
      image_to_video_duration_seconds_720p: '0.10',
      image_to_video_duration_seconds_1080p: '0.15',
    },
  }),
  listed({
    id: 'x-ai/grok-imagine-video',
    name: 'xAI: Grok Imagine Video',
    supported_resolutions: ['480p', '720p'],
    supported_aspect_ratios: ['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3'],
    supported_durations: from(1, 15),
    supported_frame_images: ['first_frame'],
    generate_audio: false,
    seed: false,
    pricing_skus: {
      cents_per_image_input: '0.2',
      cents_per_video_output_second_480p: '5',
      cents_per_video_output_second_720p: '7',
    },
  }),
  listed({
    id: 'runway/gen-4.5',
    name: 'Runway: Gen-4.5',
    supported_durations: from(2, 10),
    supported_frame_images: ['first_frame'],
    generate_audio: false,
    seed: true,
    pricing_skus: { cents_per_second_output: '12' },
  }),
  listed({
    id: 'bytedance/seedance-2.0-fast',
    name: 'ByteDance: Seedance 2.0 Fast',
    supported_resolutions: ['480p', '720p'],
    supported_aspect_ratios: wide,
    supported_sizes: ['864x496', '496x864', '1280x720', '720x1280'],
    supported_durations: from(4, 15),
    generate_audio: true,
    seed: true,
    pricing_skus: {
      video_tokens: '0.0000042',
      video_tokens_without_audio: '0.0000042',
      video_tokens_with_video_input: '0.000002475',
    },
  }),
  listed({
    id: 'black-forest-labs/flux-video-upscale',
    name: 'Black Forest Labs: FLUX Video Upscale',
    supported_durations: null,
    supported_frame_images: null,
    upscale_factor: { min: 1, max: 4 },
    creativity: [0, 1],
    pricing_skus: { cents_per_megapixel_second_precise: '7.5' },
  }),
  listed({ id: 'example/flat', name: 'Example: Flat', pricing_skus: { generate: '0.50' } }),
];

import { OpenAI } from 'openai';

type Uploaded = File | { readonly id: string };

type SdkVideo = {
  readonly id: string;
  readonly model: string;
  readonly status: string;
  readonly progress: number;
  readonly seconds: string;
  readonly size: string;
  readonly prompt: string | null;
  readonly remixed_from_video_id: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
};

/** What the SDK has for videos, all of it marked as ending; written down here so that tests go on to call it. */
export type SdkVideos = {
  create(body: {
    readonly prompt: string;
    readonly model?: string;
    readonly seconds?: '4' | '8' | '12';
    readonly size?: '720x1280' | '1280x720' | '1024x1792' | '1792x1024';
    readonly input_reference?: File | { readonly image_url?: string; readonly file_id?: string };
  }): PromiseLike<SdkVideo>;
  retrieve(id: string): PromiseLike<SdkVideo>;
  list(query: {
    readonly limit?: number;
    readonly after?: string;
    readonly order?: 'asc' | 'desc';
  }): AsyncIterable<SdkVideo>;
  delete(id: string): PromiseLike<{ readonly id: string; readonly deleted: boolean }>;
  downloadContent(
    id: string,
    query?: { readonly variant: 'video' | 'thumbnail' | 'spritesheet' },
  ): PromiseLike<Response>;
  edit(body: { readonly prompt: string; readonly video: Uploaded }): PromiseLike<SdkVideo>;
  extend(body: {
    readonly prompt: string;
    readonly seconds: '4' | '8' | '12';
    readonly video: Uploaded;
  }): PromiseLike<SdkVideo>;
  remix(id: string, body: { readonly prompt: string }): PromiseLike<SdkVideo>;
  createCharacter(body: { readonly name: string; readonly video: File }): PromiseLike<{ readonly id: string | null }>;
  getCharacter(id: string): PromiseLike<{ readonly name: string | null }>;
};

export function sdkOn(
  baseURL: string,
  apiKey: string,
  maxRetries = 0,
): { readonly videos: SdkVideos; readonly sdk: OpenAI } {
  const sdk = new OpenAI({ baseURL, apiKey, maxRetries, logLevel: 'off' });
  return { videos: videosOf(sdk), sdk };
}

function videosOf({ videos }: { readonly videos: SdkVideos }): SdkVideos {
  return videos;
}

import type { Body } from './multipart.ts';
import { askOutside, type OutsideOptions, outsideUrl } from './outside.ts';

/**
 * Posts a body once to a place that an engine names, as safely as its outputs are fetched, and follows it nowhere. Answers
 * with the status. Throws `UnsafeAddress`, or what went wrong with the network.
 */
export async function upload(address: string, { blob, contentType }: Body, options: OutsideOptions): Promise<number> {
  const url = outsideUrl(address, null, options);
  const answer = await askOutside(url, { ...options, headers: { 'content-type': contentType }, body: blob });
  answer.destroy();
  return answer.statusCode ?? 0;
}

import type { ByteRange } from '../core/ports/media.ts';

export type AskedRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'unsatisfiable' }
  | ({ readonly kind: 'part' } & ByteRange);

const whole: AskedRange = { kind: 'whole' };

/**
 * What a Range header asks of a file (RFC 9110 §14). One range is served; several, another unit or nonsense are
 * ignored, as the RFC allows: the whole file is then the right answer.
 */
export function askedRange(header: string | undefined, sizeBytes: number): AskedRange {
  const [, first, last] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return whole;
  if (first === '') {
    const suffixBytes = Number(last);
    if (suffixBytes === 0 || sizeBytes === 0) return { kind: 'unsatisfiable' };
    return { kind: 'part', fromByte: Math.max(0, sizeBytes - suffixBytes), toByte: sizeBytes - 1 };
  }
  const fromByte = Number(first);
  if (last !== '' && Number(last) < fromByte) return whole;
  if (fromByte >= sizeBytes) return { kind: 'unsatisfiable' };
  return { kind: 'part', fromByte, toByte: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) };
}

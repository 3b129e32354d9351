/** What the conditional headers of a request mean for a file with this strong entity tag (RFC 9110 §13). */
export type Condition = 'go_on' | 'not_modified' | 'precondition_failed';

export function strongTag(sha256: string): string {
  return `"${sha256}"`;
}

export function conditionOf(
  headers: { readonly ifMatch: string | undefined; readonly ifNoneMatch: string | undefined },
  tag: string,
): Condition {
  // A weak tag never matches strongly.
  if (headers.ifMatch !== undefined && !isListed(headers.ifMatch, tag, (listed) => listed))
    return 'precondition_failed';
  if (headers.ifNoneMatch !== undefined && isListed(headers.ifNoneMatch, tag, withoutWeakness)) return 'not_modified';
  return 'go_on';
}

/** Whether a range may be served: what the reader has a piece of is still this file. A date proves nothing here. */
export function rangeStillHolds(ifRange: string | undefined, tag: string): boolean {
  return ifRange === undefined || ifRange.trim() === tag;
}

function isListed(list: string, tag: string, read: (listed: string) => string): boolean {
  return list.split(',').some((listed) => listed.trim() === '*' || read(listed.trim()) === tag);
}

function withoutWeakness(tag: string): string {
  return tag.replace(/^W\//, '');
}

/** Where a command writes: answers to `out`, everything else to `err`. */
export type Stream = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };

export type Streams = { readonly out: Stream; readonly err: Stream };

/** What a look at a chat has found. `next`: not wrong, but not done yet either. */
export type Finding = { readonly state: 'ok' | 'next' | 'wrong'; readonly words: string };

export function good(words: string): Finding {
  return { state: 'ok', words };
}

export function next(words: string): Finding {
  return { state: 'next', words };
}

export function bad(words: string): Finding {
  return { state: 'wrong', words };
}

/** Whether a platform takes a token of ours. For whoever asks it anything, and for the state of health. */
export type TokenStanding = {
  /** When it was last refused; null while it is taken. */
  refusedAtMs(): number | null;
  refused(atMs: number): void;
  taken(): void;
};

export function createTokenStanding(): TokenStanding {
  let lastMs: number | null = null;
  return {
    refusedAtMs: () => lastMs,
    refused(atMs) {
      lastMs = atMs;
    },
    taken() {
      lastMs = null;
    },
  };
}

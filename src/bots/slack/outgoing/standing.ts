/** Whether Slack takes the token of a workspace. For whoever asks Slack anything there, and for the state of health. */
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

/** What the operator was told, so that it is told once. A part of the store; `test/contracts/alerts.ts` holds every implementation to this. */
export interface ToldAlerts {
  /**
   * Whether it is for whoever asks to tell it now: it was not told, and nobody else has begun to since `staleBeforeMs`.
   * Whoever begins and ends before `told` leaves it to be told again.
   */
  claim(key: string, at: { readonly nowMs: number; readonly staleBeforeMs: number }): Promise<boolean>;
  told(key: string, nowMs: number): Promise<void>;
}

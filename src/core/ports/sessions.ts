/**
 * Sessions that were ended before their time. A session proves itself by its signature, so all that has to be kept is
 * which of them no longer count. `test/contracts/sessions.ts` holds every implementation to this.
 */
export interface EndedSessions {
  /** Ends a session for good. `untilMs` is when it would have ended by itself: it need not be remembered for longer. */
  end(id: string, untilMs: number, nowMs: number): Promise<void>;
  isEnded(id: string): Promise<boolean>;
}

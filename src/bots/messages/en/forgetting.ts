import { code, say, type Text } from '../text.ts';
import { videos, when } from './amounts.ts';

/** What `/videos forget-me` says. Asked back before it is done. */
export function asked(): string {
  return 'Should Reelay forget you?';
}

/** `kept`: of how many there is a file. */
export function wouldGo(all: number, kept: number): string {
  if (all === 0) return 'What goes: your name and id here. No words or videos of yours are kept.';
  const files = kept === 0 ? '' : `; ${videos(kept)} with posts and links`;
  return `What goes: your name and id here; the prompts, styles and images of ${videos(all)}${files}.`;
}

export function wouldStop(): string {
  return 'What was not sent to an engine yet is cancelled, and you pay nothing for it. What an engine has already is paid, so it is finished, and deleted when it comes.';
}

export function everywhere(): string {
  return 'That is so everywhere on this platform where Reelay is, not only here.';
}

export function stays(): string {
  return 'What stays: how much was used when and in which channel, under a number without a name, and what moderators decided about you, such as limits. Posts are taken away by the channel and message ids kept with it. What engines and the chat itself keep is not in our hands.';
}

export function limitsStay(untilMs: number, nowMs: number): Text {
  return say`No limit starts anew by it: until this month is over, which is ${when(untilMs, nowMs)}, what you used still counts if you ask again. For that a mark is kept from which nobody can read a name; while something that moderators decided about you holds, such as a limit, the mark stays.`;
}

export function toDoIt(): Text {
  return say`It cannot be undone. To do it, type ${code('/videos forget-me --yes')}.`;
}

export function done(): string {
  return 'You are forgotten';
}

export function gone(all: number, kept: number): string {
  if (all === 0) return 'Gone: your name and id here. No words or videos of yours were kept.';
  if (kept === 0) return `Gone: your name and id here, and the words of ${videos(all)}.`;
  return `Gone: your name and id here, the words of ${videos(all)}, and ${videos(kept)}. Posts of them go away in a moment.`;
}

/** Empty where nothing was on the way. */
export function stopped(cancelled: number, finishing: number): string {
  const free = cancelled === 0 ? '' : `Cancelled, and you pay nothing: ${videos(cancelled)}.`;
  const late =
    finishing === 0 ? '' : `With an engine already: ${videos(finishing)}, finished and then deleted when it comes.`;
  return [free, late].filter((sentence) => sentence !== '').join(' ');
}

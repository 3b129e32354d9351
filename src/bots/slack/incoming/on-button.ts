import type { Destination } from '../../../core/destination.ts';
import type { Request } from '../../../core/request.ts';
import type { Asker } from '../../asker.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { isLost, type KeptForm } from '../../kept-forms.ts';
import { knownUserId } from '../../known-user.ts';
import { asksForVideo, findPressed, type Pressed } from '../../pressed.ts';
import type { PressAction } from '../../view.ts';
import { agreedIn } from '../../button-id.ts';
import { externalIdOf, slackPlatform, tenantOf } from '../places.ts';
import type { Workspace } from '../workspace.ts';
import { adoptStatus } from './adopt-status.ts';
import { isCommandPath } from './command-paths.ts';
import type { Incoming } from './deps.ts';
import type { Deed } from './taking.ts';
import { whyNotPostable } from './postable.ts';
import type { Press } from './read-press.ts';
import { type Reply, replyOf, textReply, unknownButton } from './reply.ts';
import { deciding } from './on-approval.ts';
import { carryingOut } from './on-confirm.ts';
import { inThread, keptOf, readRetry } from './retry-value.ts';
import { askerOf, asMember, localeHere, roleOf } from './who-asks.ts';

/** A button of ours. It is never believed: who may do what with a video is decided from what is stored. */
export function onButton(press: Press, deps: Incoming): Deed {
  const { id, came } = press;
  if (id === null) return { came, perform: async () => unknownButton() };
  if (id.kind === 'retry') return reopening(press, deps);
  if (id.kind === 'confirm' || id.kind === 'ask') return carryingOut(press, id.kind, deps);
  if (id.kind === 'approval') return deciding(id, press, deps);
  const { action } = id;
  return {
    came,
    // It stands where only the asker sees it; a message for everybody is never written over.
    inPlace: action === 'delete_now' && press.isForOne,
    mayDecide: action === 'delete_now',
    async perform(workspace) {
      const { answers } = catalogueFor(localeHere);
      const pressed = await findPressed(id, deps.store);
      if (pressed?.request.tenantId !== tenantOf(came.teamId)) return textReply(answers.gone());
      await adoptStatus(press, pressed.request, deps);
      return perform({ press, action, agreedMicroUsd: agreedIn(id), ...pressed, workspace }, deps);
    },
  };
}

type FoundPress = Pressed & {
  readonly press: Press;
  readonly action: PressAction;
  readonly agreedMicroUsd: number | undefined;
  readonly workspace: Workspace;
};

async function perform(found: FoundPress, deps: Incoming): Promise<Reply> {
  const { press, action, agreedMicroUsd, jobs, request, workspace } = found;
  const { taking, slackCommands } = catalogueFor(localeHere);
  const { came } = press;
  const makesVideo = asksForVideo(action);
  const personId = externalIdOf(came.teamId, came.userId);
  if (makesVideo && deps.isDoublePress(personId, `${press.message?.ts ?? ''} ${press.actionId}`)) {
    return textReply(taking.pressedTwice());
  }
  const belongs = await placeOf(press, request, deps);
  if (belongs.kind === 'nobodys' && !decides(action)) return textReply(slackCommands.onlyTheirs(), 'bad');
  const at = belongs.kind === 'place' ? belongs.at : null;
  const known = askerOf(came, await roleOf(came, decides(action), deps), at ?? undefined);
  const asker = await asMember(known, makesVideo, workspace, deps);
  if (makesVideo && request.visibility === 'channel') {
    const { channel: channelId } = asker.destination;
    const channelName = at === null ? came.channelName : null;
    const why = await whyNotPostable({ channelId, channelName, userId: came.userId }, workspace, deps);
    if (why !== null) return textReply(why, 'bad');
  }
  return replyOf(
    await deps.press({ action, jobs, agreedMicroUsd }, asker),
    { came, asker, belongsAt: at, isSeenThere: isOwnDirect(press, asker) },
    deps,
  );
}

/** A message of ours that others see, in direct messages: those are with us. */
function isOwnDirect({ message, isForOne }: Press, { destination: { channel } }: Asker): boolean {
  return !isForOne && channel.startsWith('D') && message?.channelId === channel;
}

/** A moderator may do these with what others have made. */
function decides(action: PressAction): boolean {
  return action === 'cancel' || action === 'delete' || action === 'delete_now';
}

type Belongs =
  /** Null: to where it is pressed. */
  { readonly kind: 'place'; readonly at: Destination | null } | { readonly kind: 'nobodys' };

/** In direct messages people go on with what they asked for elsewhere, and with nothing that others did. */
async function placeOf({ came }: Press, { destination, userId }: Request, { store }: Incoming): Promise<Belongs> {
  const channelId = came.at?.channelId ?? '';
  if (!channelId.startsWith('D') || channelId === destination.channel) return { kind: 'place', at: null };
  const presserId = await knownUserId(slackPlatform, externalIdOf(came.teamId, came.userId), store);
  return presserId === userId ? { kind: 'place', at: destination } : { kind: 'nobodys' };
}

/** Opens the form with what was typed. */
function reopening({ came, value }: Press, { forms }: Pick<Incoming, 'forms'>): Deed {
  const retry = readRetry(value);
  return {
    came: inThread(came, retry),
    async perform() {
      if (retry === null || (retry.kind === 'typed' && !isCommandPath(retry.command))) return unknownButton();
      if (retry.kind === 'typed') return { kind: 'form', kept: withoutInput(keptOf(retry.command, retry.typed, null)) };
      const kept = forms.of(retry.name, externalIdOf(came.teamId, came.userId));
      if (isLost(kept)) return textReply(catalogueFor(localeHere).taking.typedLost(kept.kind));
      return { kind: 'form', kept };
    },
  };
}

/** No button of ours names a file: it could be anybody's. */
function withoutInput(kept: KeptForm): KeptForm {
  return kept.kind === 'video' ? { ...kept, form: { ...kept.form, input: null } } : kept;
}

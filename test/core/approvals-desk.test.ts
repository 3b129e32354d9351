import { expect, test } from 'vitest';
import { createApprovalsDesk } from '../../src/core/approvals-desk.ts';
import type { MessageRef } from '../../src/core/destination.ts';
import { type ApprovalAsk, type Chat, StatusNotPosted } from '../../src/core/ports/chat.ts';
import { leaseMs } from '../../src/core/steps/deps.ts';
import { MINUTE } from '../../src/core/time.ts';
import { aChat, tenantId } from './samples.ts';
import { openService } from './service.ts';
import { openWorker } from './working.ts';

type Service = Awaited<ReturnType<typeof openService>>;

/** A request that waits for a yes, in a real store. */
async function waiting() {
  const service = await openService();
  const actor = { kind: 'operator' } as const;
  const change = { approvalChannel: 'mods', memberAgeMsMin: 0, accountAgeMsMin: 0 };
  const { store, clock } = service;
  await store.setSettings({ tenantId, change, actor, reason: null, nowMs: clock.nowMs() });
  const job = await service.admitted({}, { asksModerator: 'over_quota' });
  return { ...service, job };
}

/** A channel that keeps one message for each ask, and can find it again. */
function memoryChannel(showApproval?: (show: () => MessageRef, ask: ApprovalAsk) => Promise<MessageRef | null>) {
  const shown: { id: string; channel: string; state: string }[] = [];
  const chat: Chat = aChat({
    showApproval: async (ask) => {
      const { approval, mayBeShown } = ask.toShow;
      const show = (): MessageRef => {
        const known = shown.findIndex(({ id }) => id === approval.id && (approval.message !== null || mayBeShown));
        const now = { id: approval.id, channel: ask.channel, state: approval.state.kind };
        if (known === -1) shown.push(now);
        else shown[known] = now;
        return `message ${known === -1 ? shown.length - 1 : known}`;
      };
      return showApproval ? showApproval(show, ask) : show();
    },
  });
  return { chat, shown };
}

function deskOf({ deps, store }: Service, chat: Chat, approvals: Partial<Service['store']['approvals']> = {}) {
  const desk = createApprovalsDesk({
    ...deps,
    store: { approvals: { ...store.approvals, ...approvals } },
    chats: new Map([['discord', chat]]),
  });
  return (signal = new AbortController().signal): Promise<void> => desk.look(signal);
}

test('shows what waits, once, and how it ended in the same message', async () => {
  const service = await waiting();
  const { chat, shown } = memoryChannel();
  const look = deskOf(service, chat);
  await look();
  await look();
  expect(shown).toMatchObject([{ channel: 'mods', state: 'open' }]);
  await service.recorded({ kind: 'cancel_requested', jobId: service.job.id });
  await look();
  expect(shown).toMatchObject([{ state: 'withdrawn' }]);
});

test('a crash between showing and recording shows one: the next process finds what is there', async () => {
  const service = await waiting();
  const { chat, shown } = memoryChannel();
  const crashing = deskOf(service, chat, { shown: () => Promise.reject(new Error('killed')) });
  await crashing();
  expect(shown).toHaveLength(1);
  const look = deskOf(service, chat);
  await look();
  expect(shown, 'the lease of the dead one holds').toHaveLength(1);
  await service.clock.advance(leaseMs.status);
  await look();
  expect(shown).toHaveLength(1);
  const { id } = (await service.store.approvals.open(tenantId))[0] ?? {};
  expect(id && (await service.store.approvals.find({ id }))?.message).toBe('message 0');
});

test('one that may be seen by nobody is told of in the log, so that it is not lost without a word', async () => {
  const service = await waiting();
  const { chat } = memoryChannel(async () => null);
  const warned: string[] = [];
  const log = { ...service.deps.log, warn: (message: string) => void warned.push(message) };
  await deskOf({ ...service, deps: { ...service.deps, log } }, chat)();
  expect(warned).toEqual(['moderators may not see what waits for them']);
});

test('what was certainly not shown is posted later; what may have been is looked for; neither stops the other work', async () => {
  const service = await waiting();
  const tries: boolean[] = [];
  const { chat, shown } = memoryChannel(async (show, { toShow }) => {
    tries.push(toShow.mayBeShown);
    if (tries.length === 1) throw new StatusNotPosted('no rights');
    const ref = show();
    if (tries.length === 2) throw new Error('the answer was lost');
    return ref;
  });
  const look = deskOf(service, chat);
  for (let tried = 0; tried < 4; tried += 1) {
    await look();
    await service.clock.advance(MINUTE);
  }
  expect(tries).toEqual([false, false, true]);
  expect(shown).toHaveLength(1);
});

test('one that comes after its time is recorded all the same, and not posted anew', async () => {
  const service = await waiting();
  const late = Promise.withResolvers<void>();
  const { chat, shown } = memoryChannel(async (show, { toShow }) => {
    if (!toShow.mayBeShown && toShow.approval.message === null) await late.promise;
    return show();
  });
  const look = deskOf(service, chat);
  const first = look();
  await service.clock.runUntil(first);
  late.resolve();
  await service.clock.runUntil(look());
  await service.clock.advance(MINUTE);
  await look();
  expect(shown).toHaveLength(1);
  expect((await service.store.approvals.open(tenantId))[0]?.message).toBe('message 0');
});

test('is looked after by every worker that works for all', async () => {
  const service = await waiting();
  const { chat, shown } = memoryChannel();
  const worker = await openWorker({ service, chat });
  worker.start();
  await service.clock.advance(MINUTE);
  await worker.stop();
  expect(shown).toMatchObject([{ state: 'open' }]);
});

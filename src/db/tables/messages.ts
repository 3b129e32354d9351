import { sql } from 'drizzle-orm';
import type { TenantId, UserId } from '../../core/ids.ts';
import type { Kit } from '../kit.ts';

/** Messages of the chat that is our own: the console has no platform behind it that would keep them. */
export function messageTables(kit: Kit) {
  const messages = kit.table(
    'messages',
    {
      key: kit.text('key').primaryKey(),
      tenantId: kit.id<TenantId>('tenant_id').notNull(),
      channel: kit.text('channel').notNull(),
      /** Who alone may see it; null for everybody in the channel. */
      onlyFor: kit.id<UserId>('only_for'),
      /** Whose words it holds; null for nobody's. */
      author: kit.id<UserId>('author'),
      /** Its place in the order of all messages; never changes. */
      position: kit.int('position').notNull(),
      /** Taken anew from one counter at each change, so that a reader can ask for what changed since. */
      version: kit.int('version').notNull(),
      /** The chat's own; whoever reads it parses it. */
      body: kit.text('body').notNull(),
      postedAtMs: kit.ms('posted_at_ms').notNull(),
      /** The row stays, so that a reader learns of the removal. */
      removedAtMs: kit.ms('removed_at_ms'),
    },
    (t) => [
      kit.unique('messages_version').on(t.version),
      kit.index('messages_in_channel').on(t.tenantId, t.channel, t.onlyFor, t.position),
      kit.index('messages_changed').on(t.tenantId, t.channel, t.version),
      kit
        .index('messages_of_author')
        .on(t.author)
        .where(sql`${t.author} is not null`),
    ],
  );

  return { messages };
}

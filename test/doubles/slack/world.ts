import type { Clock } from '../../../src/core/ports/world.ts';
import { createIds, type Ids } from './ids.ts';
import type { Interaction, OauthCode, StoredFile, Token, Trigger, View, Workspace } from './things.ts';

/** Everything that the double knows. Only the files of this folder change it. */

export interface Problem {
  /** `chat.postMessage`, `upload`, `delivery`. */
  readonly where: string;
  readonly message: string;
}

export interface World {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly appId: string;
  readonly signingSecret: string;
  readonly verificationToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  appToken: string;
  /** `http://127.0.0.1:1234`. */
  origin: string;
  readonly botName: string;
  readonly workspaces: Map<string, Workspace>;
  readonly tokens: Map<string, Token>;
  readonly uploads: Map<string, StoredFile>;
  readonly triggers: Map<string, Trigger>;
  /** What a trigger came with. */
  readonly openers: Map<string, Interaction>;
  readonly responseUrls: Map<string, Interaction>;
  readonly interactions: Map<string, Interaction>;
  readonly views: Map<string, View>;
  readonly codes: Map<string, OauthCode>;
  /** Where OAuth may lead back to; null: anywhere. */
  redirectUrls: readonly string[] | null;
  readonly problems: Problem[];
  /** Of a shared file: how long until people see its message, and until files.info tells of it. */
  shareLag: { visibleMs: number; listedMs: number };
  /** Which events the app gets; null: all. */
  events: readonly string[] | null;
  homeTab: boolean;
  messagesTab: boolean;
  /** Ends what still waits when the double stops. */
  readonly ended: AbortSignal;
  /** Tells those who wait that something is different. */
  changed: () => void;
}

export function createWorld(clock: Clock, ended: AbortSignal): World {
  const ids = createIds();
  return {
    clock,
    ids,
    appId: ids.next('A'),
    signingSecret: 'd0b1e516516ed5ec2e70f51ac0000001',
    verificationToken: 'DoubleVerificationToken0',
    clientId: '1000000000001.2000000000002',
    clientSecret: 'd0b1ec11e475ec2e70f51ac000000002',
    appToken: 'xapp-1-A0000000001-2000000000001-double',
    origin: '',
    botName: 'reelay',
    workspaces: new Map(),
    tokens: new Map(),
    uploads: new Map(),
    triggers: new Map(),
    openers: new Map(),
    responseUrls: new Map(),
    interactions: new Map(),
    views: new Map(),
    codes: new Map(),
    redirectUrls: null,
    problems: [],
    shareLag: { visibleMs: 0, listedMs: 0 },
    events: null,
    homeTab: true,
    messagesTab: true,
    ended,
    changed: () => undefined,
  };
}

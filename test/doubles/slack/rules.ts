/** Slack's numbers, as its documentation has them on 2026-11-23 unless a line says otherwise. */

const second = 1000;
const minute = 60 * second;

export const acknowledgeWithinMs = 3 * second;
export const triggerMs = 3 * second;
export const responseUrlMs = 30 * minute;
export const responseUrlUsesMax = 5;
export const oauthCodeMs = 10 * minute;
/** Before the first, second and third retry of an event. */
export const eventRetriesAfterMs = [0, minute, 5 * minute] as const;
export const socketsMax = 10;

/** chat.update refuses more; elsewhere it is what the documentation advises, and here the limit too. */
export const textCharsMax = 4000;
export const blocksPerMessageMax = 50;
export const blocksPerViewMax = 100;
export const idCharsMax = 255;
export const textObjectCharsMax = 3000;
export const buttonValueCharsMax = 2000;
export const buttonTextCharsMax = 75;
/** 75 in the types of the SDK, 150 in newer pages: the short one. */
export const optionCharsMax = 75;
export const privateMetadataCharsMax = 3000;
export const viewTitleCharsMax = 24;
export const viewBytesMax = 250 * 1024;
export const viewsInModalMax = 3;
export const metadataBytesMax = 8 * 1024;
export const altTextCharsMax = 1000;
export const fileBytesMax = 1024 ** 3;

/** What the app asks for when it is installed without OAuth and nothing else is said. */
export const usualScopes: readonly string[] = [
  'commands',
  'chat:write',
  'files:write',
  'files:read',
  'channels:join',
  'channels:read',
  'groups:read',
  'im:write',
  'users:read',
  'usergroups:read',
];

/** Requests in a minute per method and workspace, the number that is promised. */
export const perMinute = { tier1: 1, tier2: 20, tier3: 50, tier4: 100, special: 600 } as const;

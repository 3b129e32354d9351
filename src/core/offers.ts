import { continuationOf } from './continuation.ts';
import type { Engines } from './engines.ts';
import type { Made, Offer } from './offer.ts';
import type { Media } from './ports/media.ts';
import { upgradeOf } from './upgrade.ts';

/** What a finished clip can be had as at present, each null where it cannot. */
export type Offers = { readonly hd: Offer | null; readonly continue: Offer | null };

export function createOffers(engines: Pick<Engines, 'all'>, media: Pick<Media, 'lastFrame'>): (made: Made) => Offers {
  return (made) => {
    const next = continuationOf(made, engines, media);
    return { hd: upgradeOf(made, engines), continue: typeof next === 'string' ? null : next };
  };
}

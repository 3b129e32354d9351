import { describe, expect, it } from 'vitest';
import { blocklistProblem, searchBlocklist } from '../../src/core/blocklist.ts';
import { promptUnitsMax } from '../../src/bots/grammar/prompt-text.ts';
import { blocklistMax } from '../../src/core/tenant-settings.ts';

const isBlocked = (entry: string, prompt: string): boolean => searchBlocklist([entry], [prompt]).isBlocked;

describe('a blocklist', () => {
  it.each([
    // However it is written.
    ['grumble', 'a GRUMBLE in the park'],
    ['grumble', 'ｇｒｕｍｂｌｅ'],
    ['grumble', '𝓰𝓻𝓾𝓶𝓫𝓵𝓮 loudly'],
    ['grumble', 'ⓖⓡⓤⓜⓑⓛⓔ'],
    ['grumble', 'a grümblé'],
    ['Grümble', 'a grumble'],
    ['grumble', 'gr\u200Bum\u00ADb\u2060le'],
    ['grumble', 'gr\u{E0041}umble'],
    // Letters of other scripts that look like those.
    ['grope', 'a grоре'],
    ['sex', 'ЅЕХ'],
    ['ope', 'ορε'],
    ['сор', 'cop'],
    // Digits and signs.
    ['shoot', 'sh00t'],
    ['shoot', '$h0o7'],
    ['kill', 'k!ll it'],
    ['ass', 'a55'],
    ['a$$', 'an ass'],
    // Anything between letters.
    ['grumble', 'g.r.u.m.b.l.e'],
    ['grumble', 'g-r_u*m~b🔥l...e'],
    ['grumble', 'what a g r u m b l e'],
    ['grumble', 'g  r. u, m\nb l e !'],
    ['well-known', 'a well-known face'],
    ['well known', 'a well-known face'],
    // Letters drawn out.
    ['grumble', 'grrrrumbleee'],
    ['boo', 'boooooo'],
    // Where words end.
    ['grumble', '(grumble)!'],
    ['grumble', 'ends in grumble'],
    ['bad thing', 'a bad,   thing'],
    ['bad thing', 'bad\nthing'],
    // A wildcard is within a word.
    ['grum*', 'grumbling'],
    ['grum*', 'grum'],
    ['*umble', 'a grumble'],
    ['*umbl*', 'grumbling on'],
    ['gr*ble', 'a grumble'],
    ['bad th*', 'so bad things'],
    // Scripts without spaces.
    ['毒品', '他们在卖毒品吗'],
    ['どく', 'これはどくだ'],
    ['बुरा', 'एक बुरा दिन'],
  ])('finds “%s” in “%s”', (entry, prompt) => {
    expect(isBlocked(entry, prompt)).toBe(true);
  });

  it.each([
    // Of Scunthorpe, and other words with a word in them.
    ['cunt', 'a postcard from Scunthorpe'],
    ['ass', 'a classic glass of grass, assembled'],
    ['tit', 'the title of a titan'],
    ['grumble', 'grumbles'],
    ['umble', 'a grumble'],
    ['bad thing', 'a bad old thing'],
    ['bad thing', 'badthing'],
    // A wildcard reaches no other word, and stands only where it is.
    ['gr*ble', 'green marble'],
    ['grum*', 'a pogrum'],
    ['god', 'a good dog'],
    ['as', 'a s'],
    // What is a number, or a number with its unit.
    ['ass', '455 people'],
    ['ed', 'a 3d cube'],
    ['ak', 'in 4k'],
    ['boo', '8000 steps'],
    ['बुर', 'एक बुरा दिन'],
    ['fall', 'a fail'],
  ])('lets “%s” not speak against “%s”', (entry, prompt) => {
    expect(isBlocked(entry, prompt)).toBe(false);
  });

  it.each([
    ['', 'empty'],
    [' -\u200B- ', 'empty'],
    ['*', 'only_wildcards'],
    ['bad * thing', 'only_wildcards'],
    ['x', 'too_broad'],
    ['a*', 'too_broad'],
    ['*an*', 'too_broad'],
    ['ﷺ'.repeat(40), 'too_long'],
    ['ax', null],
    ['*ana*', null],
    ['毒', null],
    ['bad th*', null],
  ])('says of the entry “%s” what is wrong with it: %s', (entry, problem) => {
    expect(blocklistProblem(entry)).toBe(problem);
  });

  it('passes over an entry that can be none, so that one that was stored blocks nobody', () => {
    expect(searchBlocklist(['*', '', 'a*'], ['anything at all']).isBlocked).toBe(false);
  });

  it('takes steps in proportion to the prompt whatever the entries are, so that nobody can stop the service with one', () => {
    const { chars } = blocklistMax;
    const hostile = [
      `${'a*'.repeat(chars / 2 - 1)} x`,
      `*${'a'.repeat(chars - 3)} x`,
      `${'aa* '.repeat(chars / 4 - 1)}x`,
    ];
    const numbersMax = Math.ceil((2 * chars) / 32);
    for (const piece of ['aaa', 'aa ', '!a1', 'a. ', '🔥\u0301a']) {
      const stepsFor = (pieces: number): number => {
        const found = searchBlocklist(hostile, [`x ${piece.repeat(pieces)}, y`]);
        expect(found.isBlocked).toBe(false);
        return found.steps;
      };
      const most = promptUnitsMax / piece.length;
      expect(stepsFor(most)).toBeGreaterThan(most);
      expect(stepsFor(most)).toBeLessThanOrEqual((promptUnitsMax + 6) * numbersMax * hostile.length);
    }
  });
});

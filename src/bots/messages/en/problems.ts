import type { Problem } from '../../grammar/problem.ts';
import { code, joinTexts, option, say, type Text, type TypedCommand, typedCommand, untrusted } from '../text.ts';
import { meantSet } from './admin.ts';
import { both, counted, duration, either, fewOf, number, videos } from './amounts.ts';

/** One sentence or two for one mistake: what was expected, what came, what to type instead. */
export function problem(wrong: Problem): Text {
  return joinTexts([sentence(wrong), advice(wrong)], ' ');
}

function sentence({ option: name, expected, got }: Problem): Text {
  const named = name === null ? say`This` : [option(name)];
  const takes = (what: string | Text): Text =>
    got === ''
      ? say`${named} ${name === null ? 'needs' : 'needs a value:'} ${what}.`
      : say`${named} takes ${what}, not “${untrusted(got)}”.`;
  switch (expected.kind) {
    case 'whole': {
      const range = `a whole number from ${number(expected.min)} to ${number(expected.max)}`;
      return takes(expected.unit === null ? range : `${range}, in ${expected.unit}`);
    }
    case 'choice':
      return takes(either(expected.values));
    case 'size':
      return takes(
        `${expected.names.join(', ')}, or width and height such as 1280x720, both even and from ${expected.sideMin} to ${number(expected.sideMax)}`,
      );
    case 'on_off':
      return takes('on or off');
    case 'clear_on_off':
      return say`It is not clear whether “${untrusted(got)}” answers ${named} or belongs to the prompt.`;
    case 'engine':
      return takes(
        expected.engines.length === 0 ? 'the name of an engine' : either(fewOf(['auto', ...expected.engines])),
      );
    case 'engines':
      return takes(
        `${number(expected.min)} to ${number(expected.max)} engines with commas between them${expected.engines.length === 0 ? '' : `, such as ${either(fewOf(expected.engines))}`}`,
      );
    case 'file':
      return takes(expected.accepts === 'image' ? 'an image file' : 'a video file');
    case 'video_number':
    case 'needed_number':
      return takes("a video's number, such as 412");
    case 'text':
      return takes(`up to ${counted(expected.charsMax, 'character', 'characters')}`);
    case 'prompt':
      return say`The prompt is missing: say what the video should show, such as ${code('/video a red ball')}.`;
    case 'prompts':
      return say`The prompts are missing: write one a line.`;
    case 'prompt_chars':
      return say`The prompt has ${counted(Number(got), 'character', 'characters')}; it can have ${number(expected.charsMax)}.`;
    case 'known_option':
      return expected.options.length === 0
        ? say`There is no option ${untrusted(got)}. This command has no options.`
        : say`There is no option ${untrusted(got)}. The options are ${both(expected.options)}.`;
    case 'one_option':
      return say`${untrusted(got)} could be ${either(expected.options)}.`;
    case 'once':
      return say`${named} is given more than once${got === '' ? '' : say`, the second time with “${untrusted(got)}”`}.`;
    case 'without':
      return say`${named} and ${option(expected.other)}${got === '' ? '' : say` ${untrusted(got)}`} cannot be used together. Leave one of them out.`;
    case 'videos_max':
      return say`That makes ${videos(Number(got))}; one request makes at most ${number(expected.max)}.`;
    case 'flat_choices':
      return say`Choices such as {red|blue} cannot stand inside of other choices.`;
    case 'command':
      return got === ''
        ? say`The commands are ${both(expected.commands)}.`
        : say`There is no command ${untrusted(got)}. The commands are ${both(expected.commands)}.`;
    case 'other_command':
      return say`“${untrusted(got)}” would make a video of that text.`;
    case 'person':
      return takes(person(expected, name));
    case 'quota_amount':
      return takes(
        `an amount such as 10/day, 200 credits/week, 2 at once, 5/minute, unlimited or default (by the hour, day, week or month, at most ${videos(expected.videosMax)} or ${counted(expected.creditsMax, 'credit', 'credits')})`,
      );
    case 'gift':
      return takes(
        `an amount such as 50 credits or 3 videos (at most ${counted(expected.creditsMax, 'credit', 'credits')} or ${videos(expected.videosMax)})`,
      );
    case 'duration': {
      const orNone = expected.none === null ? '' : `, or ${expected.none}`;
      const least = expected.minMs === 0 ? '' : `${duration(expected.minMs)} to `;
      return takes(
        `a time such as 90m, 24h, 2d or 1w, ${least === '' ? 'up to ' : least}${duration(expected.maxMs)}${orNone}`,
      );
    }
    case 'zone':
      return expected.choices.length === 0
        ? takes('a time zone such as Europe/Berlin, America/New_York or UTC')
        : takes(`one of ${either(expected.choices)}`);
    case 'words':
      return takes(
        `up to ${number(expected.max)} words or phrases with commas between them, each of at most ${counted(expected.charsMax, 'character', 'characters')}`,
      );
    case 'allowed_engines':
      return takes(
        `engines or providers with commas between them${expected.engines.length === 0 ? '' : `, such as ${either(fewOf(expected.engines))}`}, or all`,
      );
    case 'number_or_person':
      return say`Say which: a video’s number, such as ${code('/video-admin remove #412')}, or whose, such as ${code('/video-admin remove @Ada --last 1h')}.`;
    case 'with':
      return name === 'who'
        ? say`A person alone could mean all that they ever made. Say of how long with ${option(expected.other)}.`
        : say`${named} goes with ${option(expected.other)}. Give both, or leave it out.`;
    case 'dollars':
      return takes(
        expected.isPrice
          ? `a price such as $2 or 200 credits, at most $${number(expected.max)}, or none`
          : `dollars a day such as $5, at most $${number(expected.max)}, or none`,
      );
    case 'channels': {
      const such = expected.hasNames ? 'such as #general' : 'as they come up when you type #';
      return takes(
        expected.max === 1 ? `one channel, ${such}, or none` : `up to ${expected.max} channels, ${such}, or everywhere`,
      );
    }
    case 'no_options_in_prompt':
      return say`The prompt is made as it stands, so nothing in it sets an option.`;
    case 'quota_set':
      return meantSet(got, expected.amount);
    case 'nothing_more':
      return say`Nothing more was expected, but “${untrusted(got)}” came.`;
  }
}

function person(expected: Extract<Problem['expected'], { kind: 'person' }>, name: string | null): Text {
  if (!expected.orDefault) return say`a person, such as @Ada`;
  const word = (value: string) => (name === null ? code(value) : option(name, value));
  const role = expected.orRole ? ', a role' : '';
  const budget = expected.orBudget ? say` or ${word('budget')} for all together` : '';
  return say`a person, such as @Ada${role}, ${budget === '' ? 'or ' : ''}${word('default')} for everybody${budget}`;
}

/** What to type instead. `nearest` is made by the grammar, never foreign text. */
function advice({ option: name, expected, nearest }: Problem): Text {
  if (expected.kind === 'other_command') {
    const instead = nearest === null ? say`` : say`Did you mean ${code(nearest)}? `;
    return say`${instead}If you do want that video, put the text in quotes.`;
  }
  if (expected.kind === 'no_options_in_prompt') {
    const named = joinTexts(
      expected.options.map((each) => [option(each)]),
      ', ',
    );
    const which = expected.options.length === 1 ? 'the option' : 'the options';
    return say`Did you mean ${which} ${named}? Give it in its own place. If it belongs to the prompt, put the whole prompt in quotes.`;
  }
  if (nearest === null) return [];
  const isWhole = name === null || expected.kind === 'clear_on_off' || expected.kind === 'with';
  return say`Try ${isWhole ? code(nearest) : option(name, nearest)}.`;
}

function isMaking(command: string): boolean {
  return ['video', 'videos batch', 'videos compare'].includes(command);
}

/** Above the sentences of a mistake. */
export function heading(command: string): string {
  return isMaking(command) ? 'Nothing was started' : 'Nothing was done';
}

/** Below them, so that nothing typed is lost. */
export function typedBack(command: TypedCommand): Text {
  return say`You typed: ${typedCommand(command)}`;
}

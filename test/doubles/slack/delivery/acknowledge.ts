import { z } from 'zod';
import { modal } from '../blocks/view.ts';
import { closeAll, closeView, pushView, updateView } from '../views.ts';
import type { Acknowledgement, Interaction } from '../things.ts';
import type { World } from '../world.ts';
import { parseArgs } from '../web/args.ts';
import { Refusal } from '../web/refusal.ts';
import { answer as answerWith, readResponse } from '../web/response-url.ts';
import type { HttpAnswer } from './http.ts';

const viewAnswer = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.strictObject({ response_action: z.literal(['update', 'push']), view: modal }),
  z.strictObject({ response_action: z.literal('clear') }),
]);

/** What an answer to a delivery means, and does. */
export function interpret(world: World, interaction: Interaction, answer: HttpAnswer): Acknowledgement {
  if (answer.kind === 'nobody') return { kind: 'failed', why: answer.why };
  if (answer.status !== 200) return { kind: 'failed', why: `HTTP ${answer.status}` };
  try {
    return understood(world, interaction, answer.body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    world.problems.push({ where: `answer to ${interaction.kind}`, message: `${error.code} ${answer.body}` });
    return { kind: 'failed', why: error.code };
  }
}

function understood(world: World, interaction: Interaction, body: string): Acknowledgement {
  const empty = body.trim() === '' || body.trim() === '{}';
  switch (interaction.kind) {
    case 'command': {
      if (empty) return { kind: 'empty' };
      const to = interaction.responseUrl;
      if (!to) throw new Error('A command has a response_url');
      const response = readResponse(asJson(body) ?? { text: body });
      return { kind: 'message', message: answerWith(world, interaction, to, response) };
    }
    case 'submission':
      return empty ? closed(interaction) : viewAnswered(world, interaction, asJson(body));
    default:
      if (!empty) {
        world.problems.push({ where: `answer to ${interaction.kind}`, message: `A body means nothing here: ${body}` });
      }
      return { kind: 'empty' };
  }
}

function closed(interaction: Interaction): Acknowledgement {
  if (interaction.view) closeView(interaction.view);
  return { kind: 'empty' };
}

function viewAnswered(world: World, interaction: Interaction, raw: unknown): Acknowledgement {
  const { view, person } = interaction;
  if (!view || !person) throw new Error('A submission has a view and a person');
  const answer = parseArgs(viewAnswer, raw);
  switch (answer.response_action) {
    case 'errors': {
      const inputs = view.fields.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
      const strange = Object.keys(answer.errors).filter((id) => !inputs.includes(id));
      if (strange.length > 0 || Object.keys(answer.errors).length === 0) throw new Refusal('invalid_arguments');
      view.errors = answer.errors;
      return { kind: 'errors', errors: answer.errors };
    }
    case 'clear':
      closeAll(person);
      return { kind: 'clear' };
    case 'push':
      return { kind: 'push', view: pushView(world, view, answer.view, interaction) };
    case 'update':
      updateView(world, view, answer.view);
      return { kind: 'update', view };
  }
}

function asJson(body: string): unknown {
  if (!body.trimStart().startsWith('{')) return null;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null;
  }
}

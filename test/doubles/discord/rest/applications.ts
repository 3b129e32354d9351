import { z } from 'zod';
import { ApiError, refuse } from '../api-error.ts';
import { commandsOf, overwriteCommands, upsertCommand, withoutLocalizations } from '../commands.ts';
import { refreshed } from '../cdn.ts';
import { applicationOf } from '../payload/user.ts';
import { command, commands } from '../schema/commands.ts';
import { param, parseBody, parseQuery, type Answer, type Call, type Route } from './route.ts';

const everywhere = '/applications/:application/commands';
const inGuild = '/applications/:application/guilds/:guild/commands';

export const applicationRoutes: readonly Route[] = [
  { name: 'application.read', method: 'GET', path: '/applications/@me', proof: 'bot', run: application },
  { name: 'application.read', method: 'GET', path: '/oauth2/applications/@me', proof: 'bot', run: application },
  { name: 'attachments.refresh', method: 'POST', path: '/attachments/refresh-urls', proof: 'bot', run: refreshUrls },
  ...[everywhere, inGuild].flatMap((path): Route[] => [
    { name: 'commands.list', method: 'GET', path, proof: 'bot', run: list },
    { name: 'commands.overwrite', method: 'PUT', path, proof: 'bot', run: overwrite },
    { name: 'commands.create', method: 'POST', path, proof: 'bot', run: create },
    { name: 'commands.delete', method: 'DELETE', path: `${path}/:command`, proof: 'bot', run: remove },
  ]),
];

function application(call: Call): Answer {
  return { status: 200, body: applicationOf(call.world) };
}

const listQuery = z.strictObject({ with_localizations: z.enum(['true', 'false']).optional() });

function list(call: Call): Answer {
  const all = commandsOf(call.world, scopeOf(call));
  const { with_localizations: wanted } = parseQuery(listQuery, call);
  return { status: 200, body: wanted === 'true' ? all : all.map(withoutLocalizations) };
}

function overwrite(call: Call): Answer {
  const scope = scopeOf(call);
  return { status: 200, body: overwriteCommands(call.world, parseBody(commands, call), scope) };
}

function create(call: Call): Answer {
  const scope = scopeOf(call);
  const { made, isNew } = upsertCommand(call.world, parseBody(command, call), scope);
  return { status: isNew ? 201 : 200, body: made };
}

function remove(call: Call): Answer {
  const { world } = call;
  const scope = scopeOf(call);
  const left = commandsOf(world, scope).filter((one) => one.id !== param(call, 'command'));
  if (left.length === commandsOf(world, scope).length) throw refuse('unknown_command');
  if (scope === null) world.commands = left;
  else world.guildCommands.set(scope, left);
  return { status: 204 };
}

/** Null for everywhere. */
function scopeOf(call: Call): string | null {
  const { world, params } = call;
  if (param(call, 'application') !== world.applicationId) throw refuse('foreign_application');
  const guildId = params['guild'] ?? null;
  if (guildId !== null && world.guilds.get(guildId)?.state !== 'in') throw refuse('missing_access');
  return guildId;
}

const urls = z.strictObject({ attachment_urls: z.array(z.url()).min(1).max(50) });

function refreshUrls(call: Call): Answer {
  const body = parseBody(urls, call);
  const all = body.attachment_urls.map((original) => {
    const fresh = refreshed(call.world, new URL(original));
    if (fresh === null) throw new ApiError(400, { message: 'Invalid attachment URL', code: 50035 });
    return { original, refreshed: fresh };
  });
  return { status: 200, body: { refreshed_urls: all } };
}

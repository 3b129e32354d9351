import type { World } from '../world.ts';
import { authMethods } from '../methods/auth.ts';
import { chatMethods } from '../methods/chat.ts';
import { conversationMethods } from '../methods/conversations.ts';
import { fileMethods } from '../methods/files.ts';
import { usergroupMethods } from '../methods/usergroups.ts';
import { viewMethods } from '../methods/views.ts';
import { apiEndpoint, type AppMethod } from './api.ts';
import { downloadEndpoint, uploadEndpoint } from './file-routes.ts';
import type { Limits } from './limits.ts';
import { oauthAccess, readAuthorize } from './oauth.ts';
import { responseUrlEndpoint } from './response-url.ts';
import { text, type Endpoint, type Received } from './server.ts';

const methods = new Map(
  [...authMethods, ...chatMethods, ...conversationMethods, ...fileMethods, ...usergroupMethods, ...viewMethods].map(
    (one) => [one.name, one],
  ),
);

/** Which part of Slack answers a request. */
export function createRoutes(
  world: World,
  limits: Limits,
  appMethods: readonly AppMethod[],
): (received: Received) => Endpoint {
  const known = { methods, appMethods: new Map([...appMethods, oauthAccess].map((one) => [one.name, one])), limits };
  return (received) => {
    const path = received.url.pathname;
    if (path.startsWith('/api/')) return apiEndpoint(world, received, known);
    if (path.startsWith('/upload/')) return uploadEndpoint(world, received);
    if (path.startsWith('/files-pri/')) return downloadEndpoint(world, received);
    if (/^\/(commands|actions|app)\//.test(path)) return responseUrlEndpoint(world, received);
    if (path === '/login') return page('login', '<title>Sign in | Slack</title>');
    if (path === '/oauth/v2/authorize') return authorize(world, received.url);
    return {
      ...page('unknown', 'Not Found'),
      run: () => {
        world.problems.push({ where: path, message: 'There is nothing at this address' });
        return text('Not Found', 404);
      },
    };
  };
}

function page(method: string, html: string): Endpoint {
  return { method, workspaceId: null, args: {}, run: () => text(html) };
}

/** The page on which a person allows the app; `consent` is their click. */
function authorize(world: World, url: URL): Endpoint {
  const run = (): ReturnType<Endpoint['run']> => {
    try {
      const { scopes } = readAuthorize(world, url);
      return text(`<title>Reelay is requesting permission</title><p>${scopes.join(', ')}</p><button>Allow</button>`);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      world.problems.push({ where: 'authorize', message });
      return text(`<title>Slack</title><p>${message}</p>`);
    }
  };
  return { method: 'authorize', workspaceId: null, args: Object.fromEntries(url.searchParams), run };
}

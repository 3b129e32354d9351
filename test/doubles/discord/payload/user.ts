import type { Person, World } from '../world.ts';

type Json = Record<string, unknown>;

export function userOf(person: Person): Json {
  return {
    id: person.id,
    username: person.name.toLowerCase(),
    discriminator: '0',
    global_name: person.name,
    avatar: null,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    public_flags: 0,
    bot: false,
  };
}

export function botUser(world: World): Json {
  return {
    id: world.applicationId,
    username: world.botName,
    discriminator: '0',
    global_name: null,
    avatar: null,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    public_flags: 0,
    flags: 0,
    bot: true,
    verified: true,
    mfa_enabled: true,
    email: null,
  };
}

export function applicationOf(world: World): Json {
  return {
    id: world.applicationId,
    name: world.botName,
    icon: null,
    description: '',
    summary: '',
    type: null,
    bot: botUser(world),
    bot_public: true,
    bot_require_code_grant: false,
    is_monetized: false,
    verify_key: '0'.repeat(64),
    flags: 0,
    hook: true,
    integration_types_config: { '0': {} },
    approximate_guild_count: [...world.guilds.values()].filter((guild) => guild.state !== 'out').length,
    approximate_user_install_count: 0,
    interactions_endpoint_url: world.interactionsEndpointUrl,
    redirect_uris: [],
    role_connections_verification_url: null,
    event_webhooks_status: 1,
    owner: { id: world.applicationId, username: 'operator', discriminator: '0', global_name: null, avatar: null },
    team: null,
  };
}

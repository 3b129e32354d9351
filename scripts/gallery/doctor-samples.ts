import type { Catalogue } from '../../src/bots/messages/catalogue.ts';

export function doctorSamples({ doctor }: Catalogue) {
  return {
    ...doctor,
    discordUnreachable: [doctor.discordUnreachable('https://discord.com/api', 'getaddrinfo ENOTFOUND discord.com')],
    discordToken: [doctor.discordToken('Reelay (81384788765712384)')],
    discordOther: [doctor.discordOther('81384788765712384', '81384788765712385')],
    discordEndpoint: [doctor.discordEndpoint('https://bot.example.org/interactions')],
    discordSessions: [doctor.discordSessions(999, 1_000)],
    discordServers: [doctor.discordServers(0), doctor.discordServers(3)],
  } as const;
}

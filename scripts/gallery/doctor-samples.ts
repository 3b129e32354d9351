import type { Catalogue } from '../../src/bots/messages/catalogue.ts';

const requestUrl = 'https://reelay.example.org/slack/events';

export function doctorSamples({ doctor }: Catalogue) {
  return {
    ...doctor,
    ffmpegFound: [doctor.ffmpegFound('/usr/bin/ffmpeg')],
    discordUnreachable: [doctor.discordUnreachable('https://discord.com/api', 'getaddrinfo ENOTFOUND discord.com')],
    discordToken: [doctor.discordToken('Reelay (81384788765712384)')],
    discordOther: [doctor.discordOther('81384788765712384', '81384788765712385')],
    discordEndpoint: [doctor.discordEndpoint('https://bot.example.org/interactions')],
    discordSessions: [doctor.discordSessions(999, 1_000)],
    discordServers: [doctor.discordServers(0), doctor.discordServers(3)],
    discordChannels: [doctor.discordChannels(1), doctor.discordChannels(4)],
    discordChannelGone: [doctor.discordChannelGone('log', '81384788765712384', '81384788765712385')],
    discordCannotWrite: [
      doctor.discordCannotWrite('approvals', '81384788765712384', '81384788765712385', ['Send Messages']),
    ],
    discordChannelsLeft: [doctor.discordChannelsLeft(12)],
    slackUnreachable: [
      doctor.slackUnreachable('https://slack.com/api/', 'no connection to Slack (no such name: ENOTFOUND)'),
    ],
    slackToken: [doctor.slackToken('Reel club (T024BE7LD)')],
    slackTokenRefused: [doctor.slackTokenRefused('token_revoked')],
    slackScopesMissing: [doctor.slackScopesMissing(['files:write', 'im:write'])],
    slackGroupsMissing: [doctor.slackGroupsMissing(['usergroups:read'])],
    slackScopesSuperfluous: [doctor.slackScopesSuperfluous(['channels:history'])],
    slackSocketRefused: [doctor.slackSocketRefused('invalid_auth')],
    slackNotHttps: [doctor.slackNotHttps('http://reelay.example.org')],
    slackRequestUrl: [doctor.slackRequestUrl(requestUrl)],
    slackRequestUrlUnreachable: [doctor.slackRequestUrlUnreachable(requestUrl, 'refused: ECONNREFUSED')],
    slackRequestUrlForeign: [doctor.slackRequestUrlForeign(requestUrl)],
    slackRequestUrlWrong: [doctor.slackRequestUrlWrong(requestUrl, 404)],
    slackClock: [doctor.slackClock(360_000), doctor.slackClock(-360_000)],
    slackClientRefused: [doctor.slackClientRefused('bad_client_secret')],
    slackInstallations: [doctor.slackInstallations(0), doctor.slackInstallations(3)],
    slackInstallationsUnreadable: [doctor.slackInstallationsUnreadable(2)],
  } as const;
}

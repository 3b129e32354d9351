import type { Catalogue } from '../../src/bots/messages/catalogue.ts';

/** What a workspace is told while it installs the app. */
export function slackInstallSamples({ slackInstall }: Catalogue) {
  const { first } = slackInstall;
  return {
    ...slackInstall,
    installed: [slackInstall.installed('Reel club'), slackInstall.installed(null)],
    first: { ...first, invite: [first.invite()], moderate: [first.moderate()] },
    problemTitle: [
      slackInstall.problemTitle('org_wide'),
      slackInstall.problemTitle('used'),
      slackInstall.problemTitle('unheard'),
    ],
    scopesMissing: [slackInstall.scopesMissing(['files:write', 'im:write'])],
  } as const;
}

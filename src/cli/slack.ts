import { Argument, type Command, Option } from 'commander';
import type { ManifestAsk } from '../bots/slack/install/manifest.ts';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { environmentWithFile, readPublicUrl } from '../config.ts';
import { answeringFrom, type Finish, said } from './run.ts';

const words = catalogueFor('en');

export function addSlackCommands(program: Command, finish: Finish): void {
  const prints = program
    .command('manifest')
    .description('Prints what an app is made from: on https://api.slack.com/apps, Create New App, From a manifest.')
    .addArgument(new Argument('<chat>', 'which chat').choices(['slack']))
    .addOption(
      new Option(
        '--over <way>',
        'how Slack reaches us; http takes PUBLIC_URL, and is what is printed once that is set',
      ).choices(['socket', 'http']),
    );
  // Its keys are made of what this prints: some may be set by now, and others not yet.
  const read = () => readPublicUrl(environmentWithFile());
  answeringFrom(read, prints, finish, async (publicUrl, { over }) => {
    const { slackManifest } = await import('../bots/slack/install/manifest.ts');
    const ask = askOf(over, publicUrl);
    if (ask === null) return said(words.doctor.slackNoAddress, 'bad', null);
    if (!ask.socketMode && !ask.publicUrl.startsWith('https:')) {
      return said(words.doctor.slackNotHttps(ask.publicUrl), 'bad', null);
    }
    const manifest = slackManifest(ask, words);
    return said(JSON.stringify(manifest, null, 2), 'note', manifest);
  });
}

/** Null where it is to be over HTTP, and there is no address. */
function askOf(over: unknown, publicUrl: string | null): ManifestAsk | null {
  const isHttp = over === undefined ? publicUrl !== null : over === 'http';
  if (!isHttp) return { socketMode: true, publicUrl };
  return publicUrl === null ? null : { socketMode: false, publicUrl };
}

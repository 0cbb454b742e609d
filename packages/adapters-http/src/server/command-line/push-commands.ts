import type { Command } from 'commander';
import { addFlags, PLACES } from './flags.ts';
import { examples, type Running } from './command.ts';

/** The commands about messages that go out of the house. */
export function addPushCommands(program: Command, running: Running): void {
  const push = program
    .command('push')
    .summary('webhooks, and messages that could not be delivered')
    .description('For whoever runs the server.')
    .usage('<command> [options]');
  addDestinationCommands(push, running);
  addDeadLetterCommands(push, running);
}

function addDestinationCommands(push: Command, running: Running): void {
  const destinations = push
    .command('destinations')
    .summary('list, add and remove webhooks')
    .description('Whom messages are delivered to, beside those who are connected.')
    .usage('<command> [options]');

  addFlags(
    destinations
      .command('list', { isDefault: true })
      .summary('list destinations and their channels')
      .description('Lists destinations, the channels that each wants, and where it is. No secret is shown.')
      .addHelpText('after', examples(['quintet push destinations list'])),
    PLACES,
  ).action(running(async (flags) => (await import('./push.ts')).listDestinations(flags)));

  addFlags(
    destinations
      .command('add')
      .summary('add a webhook')
      .description('Adds a webhook. What it gets is signed with a secret that is made now and shown this once.')
      .argument('<url>')
      .option('--name <name>', 'what it is called; its host if absent')
      .option('--channels <names>', 'channels between commas; * for all public ones', '*')
      .addHelpText(
        'after',
        examples([
          'quintet push destinations add https://example.com/hook',
          'quintet push destinations add --name board --channels com.vivere.announcement https://example.com/hook',
        ]),
      ),
    PLACES,
  ).action(
    running(async (flags, [url = ''], { name, channels }) => {
      const { addWebhook } = await import('./push.ts');
      return addWebhook(flags, url, {
        name: typeof name === 'string' ? name : undefined,
        channels: String(channels),
      });
    }),
  );

  addFlags(
    destinations
      .command('remove')
      .summary('remove a destination')
      .description('Removes a destination, with its dead letters and all that waits for it.')
      .argument('<id>')
      .addHelpText('after', examples(['quintet push destinations remove webhook:example.com'])),
    PLACES,
  ).action(running(async (flags, [id = '']) => (await import('./push.ts')).removeDestination(flags, id)));
}

function addDeadLetterCommands(push: Command, running: Running): void {
  const deadLetters = push
    .command('dead-letters')
    .summary('list and replay what could not be delivered')
    .description('Messages that were refused for good, or could not be delivered for as long as they are tried.')
    .usage('<command> [options]');

  addFlags(
    deadLetters
      .command('list', { isDefault: true })
      .summary('list dead letters, the latest first')
      .description('Lists number, time, destination, channel and event of each, how often it was tried, and why not.')
      .addHelpText('after', examples(['quintet push dead-letters', 'quintet push dead-letters list'])),
    PLACES,
  ).action(running(async (flags) => (await import('./push.ts')).listDeadLetters(flags)));

  addFlags(
    deadLetters
      .command('replay')
      .summary('deliver a dead letter once more')
      .description('Delivers a dead letter, or all of them, once more. What is delivered is a dead letter no longer.')
      .argument('[id]')
      .option('--all', 'all dead letters, the oldest first')
      .addHelpText(
        'after',
        examples(['quintet push dead-letters replay 17', 'quintet push dead-letters replay --all']),
      ),
    PLACES,
  ).action(
    running(async (flags, [id], { all }) => (await import('./push.ts')).replayDeadLetters(flags, id, all === true)),
  );
}

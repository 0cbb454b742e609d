import type { Command } from 'commander';
import { examples, type Running } from './command.ts';
import { addFlags, PLACES } from './flags.ts';

/** The commands about accounts of the network and their channels. */
export function addInstagramCommands(program: Command, running: Running): void {
  addFlags(
    program
      .command('seed-instagram')
      .summary('fill in example data (instagram channels)')
      .description(
        'Makes the account user@example.com, password password, with channels on the simulated network, once.',
      )
      .addHelpText('after', examples(['quintet seed-instagram', 'quintet seed-instagram --data-dir ./try-out'])),
    PLACES,
  ).action(running(async (flags) => (await import('./seed-instagram.ts')).seedInstagram(flags)));

  const instagram = program
    .command('instagram')
    .summary('simulate channels, replace the key of passwords')
    .description('For whoever runs the server.')
    .usage('<command> [options]');

  instagram
    .command('simulate')
    .summary('run channels on a simulated network')
    .description(
      'Runs an account with five channels on a clock of its own, and prints what came of each. Keeps nothing.',
    )
    .option('--days <number>', 'how long', '30')
    .option('--seed <number>', 'the same seed gives the same table', '1')
    .addHelpText('after', examples(['quintet instagram simulate --days 30', 'quintet instagram simulate --seed 7']))
    .action(running(async (_flags, _args, options) => (await import('./instagram.ts')).simulate(options)));

  addFlags(
    instagram
      .command('rotate-key')
      .summary('encrypt the passwords of instagrams with the newest key')
      .description(
        'Put the new key before the old one in QUINTET_INSTAGRAM_KEY, restart the servers, and call this. It may be ' +
          'interrupted, and goes on when it is called again. Then the old key can go.',
      )
      .addHelpText('after', examples(['QUINTET_INSTAGRAM_KEY=new:...,old:... quintet instagram rotate-key'])),
    PLACES,
  ).action(running(async (flags) => (await import('./instagram.ts')).rotateKey(flags)));
}

import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { ROLES } from '@quintet/core';
import { examples, type Running } from './command.ts';
import { addFlags, FLAGGED, PLACES, textsOf } from './flags.ts';
import type { ExitStatus } from './output.ts';
import { addInstagramCommands } from './instagram-commands.ts';
import { addPushCommands } from './push-commands.ts';

const PACKAGE = new URL('../../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { readonly version: string };

/**
 * All commands. What a command does is loaded when it is called, so that none waits for what another needs.
 *
 * @param end - Told how the command ended.
 */
export function createProgram(end: (status: ExitStatus) => void): Command {
  const program = new Command('quintet')
    .description('Five backends in one server. Settings come from flags, environment variables or a file in JSON.')
    .usage('<command> [options]')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`quintet: ${inOneLine(text)}\n`) })
    .addHelpText(
      'after',
      examples([
        'quintet serve --port 8080',
        'DATABASE_URL=postgres://localhost/quintet QUINTET_JWT_SECRET=... quintet serve',
        'quintet help serve',
      ]),
    );

  const running: Running =
    (action) =>
    async (...given: unknown[]): Promise<void> => {
      const command = given.at(-1) as Command;
      end(await action(textsOf(command), command.args, command.opts()));
    };

  addFlags(
    program
      .command('serve')
      .summary('serve the APIs')
      .description(
        'Makes what is missing (data directory, secret, database, migrations), then serves until it is stopped.',
      )
      .addHelpText(
        'after',
        examples(['quintet serve', 'quintet serve --port 0 --data-dir memory', 'HOST=0.0.0.0 quintet serve']),
      ),
    FLAGGED,
  ).action(running(async (flags) => (await import('./serve.ts')).serve(flags)));

  addFlags(
    program
      .command('migrate')
      .summary('bring the database up to date')
      .description('Carries out the migrations that are still to come. Servers do so themselves when they start.')
      .option('--status', 'only list all migrations, and which have been carried out')
      .addHelpText('after', examples(['quintet migrate', 'quintet migrate --status'])),
    PLACES,
  ).action(
    running(async (flags, _args, { status }) => {
      const { listMigrations, migrate } = await import('./migrate.ts');
      return status === true ? listMigrations(flags) : migrate(flags);
    }),
  );

  addFlags(
    program
      .command('config')
      .summary('show the configuration that is in force')
      .description('Checks the configuration as a start would, and shows where each value is from; secrets are masked.')
      .addHelpText('after', examples(['quintet config', 'quintet config --config settings.json --port 8080'])),
    FLAGGED,
  ).action(running(async (flags) => (await import('./config.ts')).showConfiguration(flags)));

  addAccountCommands(program, running);

  addFlags(
    program
      .command('dummy')
      .summary('fill in example data (bucket lists, a hackathon)')
      .description(
        'Makes the account example@bucketmail.com, password 123456, with 100 buckets and 1,000 items, and a hackathon ' +
          'with tickets of attendee@hackathon.example.com, same password, once.',
      )
      .addHelpText('after', examples(['quintet dummy', 'quintet dummy --data-dir ./try-out'])),
    PLACES,
  ).action(running(async (flags) => (await import('./dummy.ts')).dummy(flags)));

  addMediaCommands(program, running);
  addPushCommands(program, running);
  addFlags(
    program
      .command('seed-casting')
      .summary('fill in example data (casting agency)')
      .description('Takes three sample actors and three sample movies in, once.')
      .addHelpText('after', examples(['quintet seed-casting', 'quintet seed-casting --data-dir ./try-out'])),
    PLACES,
  ).action(running(async (flags) => (await import('./seed-casting.ts')).seedCasting(flags)));
  addInstagramCommands(program, running);

  return program;
}

function addMediaCommands(program: Command, running: Running): void {
  const media = program
    .command('media')
    .summary('import and export the media of a user')
    .description('For whoever runs the server. Files are in CSV or JSON.')
    .usage('<command> [options]');
  const format = (): Option =>
    new Option('--format <format>', 'of the file; as its name ends if absent').choices(['csv', 'json']);

  addFlags(
    media
      .command('import')
      .summary('bring the media of a file into the library of a user')
      .description(
        'Looks at all lines first; when one is faulty, says what is wrong with each and imports nothing. ' +
          'Doing it twice is the same as doing it once. The file may be - for the standard input.',
      )
      .argument('<file>')
      .requiredOption('--user <username>', 'whose library it is')
      .option('--dry-run', 'only say what would be done')
      .addOption(format())
      .addHelpText(
        'after',
        examples([
          'quintet media import --user JohnSmith media.csv',
          'quintet media import --user JohnSmith --dry-run media.json',
        ]),
      ),
    PLACES,
  ).action(
    running(async (flags, [file = ''], options) => (await import('./media.ts')).importMedia(flags, file, options)),
  );

  addFlags(
    media
      .command('export')
      .summary('write the library of a user to a file')
      .description('Writes what an import takes. Without a file it goes to the standard output.')
      .argument('[file]')
      .requiredOption('--user <username>', 'whose library it is')
      .option('--ids', 'with the numbers of the elements, for an import into the same library that may change names')
      .addOption(format())
      .addHelpText(
        'after',
        examples([
          'quintet media export --user JohnSmith media.csv',
          'quintet media export --user JohnSmith --format json',
        ]),
      ),
    PLACES,
  ).action(running(async (flags, [file], options) => (await import('./media.ts')).exportMedia(flags, file, options)));
}

function addAccountCommands(program: Command, running: Running): void {
  const account = program
    .command('account')
    .summary('create accounts, grant and revoke roles, set passwords')
    .description('For whoever runs the server. Passwords are asked for, or read from the standard input.')
    .usage('<command> [options]');

  addFlags(
    account
      .command('create')
      .summary('make an account')
      .description('Makes an account. Its password is asked for, or is the first line of the standard input.')
      .argument('<username>', 'an email, where it shall be good for bucket lists')
      .option('--display-name <name>', 'the name that others see; the username where none is given')
      .addHelpText(
        'after',
        examples(['quintet account create ann@example.com', 'quintet account create ann@example.com < password.txt']),
      ),
    PLACES,
  ).action(
    running(async (flags, [username = ''], { displayName }) => {
      const { createAccount } = await import('./account.ts');
      return createAccount(flags, username, typeof displayName === 'string' ? displayName : undefined);
    }),
  );

  for (const verb of ['grant', 'revoke'] as const) {
    const isGrant = verb === 'grant';
    addFlags(
      account
        .command(verb)
        .summary(isGrant ? 'give an account a role' : 'take a role from an account')
        .description(
          isGrant
            ? 'Gives an account a role, which is in force from its next login on.'
            : 'Takes a role from an account, and ends all its sessions.',
        )
        .argument('<username>')
        .argument('<role>', `one of ${ROLES.join(', ')}`)
        .addHelpText('after', examples([`quintet account ${verb} ann@example.com organizer`])),
      PLACES,
    ).action(
      running(async (flags, [username = '', role = '']) => {
        const { changeRole } = await import('./account.ts');
        return changeRole(flags, verb, username, role);
      }),
    );
  }

  addFlags(
    account
      .command('password')
      .summary('set the password of an account')
      .description('Sets a password, asked for or read from the standard input, and ends all sessions of the account.')
      .argument('<username>')
      .addHelpText('after', examples(['quintet account password ann@example.com'])),
    PLACES,
  ).action(running(async (flags, [username = '']) => (await import('./account.ts')).setPassword(flags, username)));
}

/** "error: unknown option '--prot'\n(Did you mean --port?)" in one line, as all other complaints are. */
function inOneLine(text: string): string {
  return text
    .replace(/^error: /, '')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ');
}

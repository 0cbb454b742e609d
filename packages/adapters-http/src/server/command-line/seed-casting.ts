import type { Texts } from '../configuration/settings.ts';
import { firstLine } from '../scrub.ts';
import { exampleAgency } from './example-agency.ts';
import { complain, DONE, FAILED, say, type ExitStatus } from './output.ts';
import { withQuintet } from './session.ts';

/** Takes the sample actors and movies in, unless they are there. */
export function seedCasting(flags: Texts): Promise<ExitStatus> {
  return withQuintet(flags, async ({ casting }) => {
    const agency = exampleAgency(new Date());
    const filled = await casting.fillAgency(agency);
    return filled.match(
      () => {
        const titles = agency.movies.map(({ title }) => title).join(', ');
        const names = agency.actors.map(({ name }) => name).join(', ');
        say(`${agency.actors.length} actors (${names}) and ${agency.movies.length} movies (${titles}) were taken in.`);
        say('Look at them with an account that has a role: quintet account grant <username> casting-assistant');
        return DONE;
      },
      (failure) => {
        if (failure.kind === 'contact-taken') {
          say('The sample data is there already: an actor has the email or phone of a sample. Nothing was added.');
          return DONE;
        }
        const reason =
          failure.kind === 'unavailable' ? `the database is away: ${firstLine(failure.cause)}` : failure.kind;
        return complain([`nothing was filled in: ${reason}`], FAILED);
      },
    );
  });
}

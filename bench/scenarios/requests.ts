import { CASTING_PERMISSIONS } from '../casting-population.ts';
import { BUCKETLISTS, CASTING, HACKATHON, mediaOf, type LoadScenario } from '../context.ts';
import {
  addClaimable,
  ANNOUNCEMENTS,
  claimableId,
  OPEN_TICKETS,
  removeClaimable,
  writtenClaims,
} from '../hackathon-population.ts';
import type { LoadRequest } from '../load.ts';
import { MEDIA_EACH, mediaIdOf, restoreMedia, writtenMedia } from '../media-population.ts';
import type { Options } from '../options.ts';
import { restoreBuckets, usernameOf, writtenBuckets, type Population } from '../population.ts';
import { signToken } from '../tokens.ts';
import { SEARCHES } from '../words.ts';

/** Users whose tokens are used in turn. */
const USERS = 500;

/** More tickets than a server claims in a second. */
const CLAIMS_A_SECOND = 10_000;

/** The first pages of a list are those that are read. */
const PAGES = 10;

/** The kinds of request that are measured on every variant. */
export function loadScenarios(
  population: Population,
  secret: string,
  { only, seconds }: Pick<Options, 'only' | 'seconds'>,
): LoadScenario[] {
  const accounts = population.ordinary.slice(0, USERS);
  const users = accounts.map((account) => ({ account, token: signToken(account, secret) }));
  const scenarios: LoadScenario[] = [
    {
      key: 'page',
      title: 'page of buckets',
      status: 200,
      requests: users.map(({ token }) => ({ method: 'GET', path: BUCKETLISTS, token })),
    },
    {
      key: 'create',
      title: 'create a bucket',
      status: 201,
      writes: { restore: restoreBuckets, written: writtenBuckets },
      requests: users.map(({ token }, index) => ({
        method: 'POST',
        path: BUCKETLISTS,
        token,
        body: JSON.stringify({ name: `See the world ${index}` }),
      })),
    },
    {
      key: 'search',
      title: 'search in 10,000 items',
      status: 200,
      requests: searches(population.bigBucket, secret),
    },
    {
      key: 'media',
      title: 'list of 100 media',
      status: 200,
      requests: users.map(({ account, token }) => ({ method: 'GET', path: mediaOf(usernameOf(account)), token })),
    },
    {
      key: 'put',
      title: 'put one of the media',
      status: 200,
      writes: { restore: restoreMedia, written: writtenMedia },
      requests: mediaPuts(users),
    },
    {
      key: 'movies',
      title: 'page of 20 of 10,000 movies',
      status: 200,
      requests: accounts.map((account, index) => ({
        method: 'GET',
        path: `${CASTING}/movies?page=${1 + (index % PAGES)}&limit=20`,
        token: signToken(account, secret, CASTING_PERMISSIONS),
      })),
    },
    {
      key: 'queue',
      title: `queue of ${OPEN_TICKETS} of 20,000 tickets`,
      status: 200,
      requests: users.map(({ token }) => ({ method: 'GET', path: `${HACKATHON}/mentorship/queue`, token })),
    },
    {
      key: 'announcements',
      title: `list of ${ANNOUNCEMENTS} announcements`,
      status: 200,
      requests: users.map(({ token }) => ({ method: 'GET', path: `${HACKATHON}/announcements`, token })),
    },
    claims(users, seconds),
  ];
  return scenarios.filter(({ key }) => only.includes(key));
}

/** Each ticket is claimed once: there are enough for a second of warming up and the time that counts. */
function claims(users: readonly User[], seconds: number): LoadScenario {
  const count = CLAIMS_A_SECOND * (1 + seconds);
  return {
    key: 'claim',
    title: 'claim a ticket',
    status: 200,
    once: true,
    // Nobody knows of a ticket but from the queue.
    first: `${HACKATHON}/mentorship/queue`,
    writes: {
      prepare: (pool) => addClaimable(pool, count),
      restore: removeClaimable,
      written: writtenClaims,
    },
    requests: Array.from({ length: count }, (_, index) => ({
      method: 'POST',
      path: `${HACKATHON}/mentorship/claim`,
      token: users[index % users.length]?.token ?? '',
      body: JSON.stringify({ id: claimableId(index + 1) }),
    })),
  };
}

// the bucket has one owner, who is signed in many times
function searches({ id, owner }: Population['bigBucket'], secret: string): readonly LoadRequest[] {
  return Array.from({ length: USERS }, (_, index) => ({
    method: 'GET',
    path: `${BUCKETLISTS}${id}/items/?q=${SEARCHES[index % SEARCHES.length] ?? ''}`,
    token: signToken(owner, secret),
  }));
}

/** Someone who is signed in. */
interface User {
  readonly account: number;
  readonly token: string;
}

/** New elements and changes in turn. What is changed in the first turn is changed again in the second. */
function mediaPuts(users: readonly User[]): readonly LoadRequest[] {
  // not in step with the connections, so that nobody's two requests come at the same time
  const others = [...users.slice(10), ...users.slice(0, 10)];
  return [
    ...users.map((user, index) => putOf(user, index, 'started')),
    ...others.map((user, index) => putOf(user, index, 'finished')),
  ];
}

function putOf({ account, token }: User, index: number, state: string): LoadRequest {
  const body = JSON.stringify(elementOf(account, index, state));
  return { method: 'PUT', path: mediaOf(usernameOf(account)), token, body };
}

/**
 * What a client puts: a new element, or a change of one that is there. Each change is one of its state, which the
 * history has to tell; every second one moves it to another place as well.
 *
 * @param index - Even: a new element; odd: a change of one of the user's elements.
 */
export function elementOf(account: number, index: number, state: string): object {
  if (index % 2 === 0) return { name: `Something worth seeing ${index}`, medium: 'film', order: index % 10 };
  const place = index % 4 === 1 ? { order: state === 'started' ? 11 : 12 } : {};
  return { id: mediaIdOf(account, index % MEDIA_EACH), consumed_state: state, ...place };
}

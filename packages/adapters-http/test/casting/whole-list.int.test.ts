import { unavailable, type ActorRepository } from '@quintet/core';
import { MemoryDatabase, memoryActors } from '@quintet/core/memory';
import { errAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { actorBody, agencyInMemory, type Agency } from '../support/agency.ts';

/** An agency with so many actors, whose list can be read so often before the storage is away. */
async function openAgency(count: number, reads = Number.POSITIVE_INFINITY): Promise<Agency> {
  const stored = memoryActors(new MemoryDatabase());
  let left = reads;
  const actors: ActorRepository = {
    ...stored,
    stretch: (request) => {
      left -= 1;
      return left < 0 ? errAsync(unavailable(new Error('away'), 7)) : stored.stretch(request);
    },
  };
  for (let number = 0; number < count; number += 1) {
    const { seeking_movie: seekingMovie, ...draft } = actorBody({ name: String(number).padStart(5, '0') });
    await stored.add({ ...draft, seekingMovie } as unknown as Parameters<ActorRepository['add']>[0]);
  }
  return agencyInMemory({ ports: { actors } });
}

const get = async (agency: Agency, path = '/actors'): Promise<Response> => {
  const token = await agency.tokenOf('casting-assistant');
  return agency.app.request(`http://api.example/casting${path}`, { headers: { authorization: `Bearer ${token}` } });
};

describe('a whole list', () => {
  test.each([0, 1, 99, 100, 101, 199, 200, 201, 300, 1234])('of %i is whole and in order', async (count) => {
    const agency = await openAgency(count);
    const answer = await get(agency);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    const { actors } = (await answer.json()) as { readonly actors: readonly { readonly name: string }[] };
    const names = Array.from({ length: count }, (_, number) => String(number).padStart(5, '0'));
    expect(actors.map(({ name }) => name)).toEqual(names);
  });

  test.each([0, 1])('is refused when the storage is away after %i reads', async (reads) => {
    const agency = await openAgency(1000, reads);
    const answer = await get(agency);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7']);
    expect(await answer.json()).toEqual({
      success: false,
      error: 503,
      message: 'Service unavailable, try again later',
    });
    expect(agency.seen.outages).toHaveLength(1);
  });

  test('is cut off, and never looks whole, when the storage goes away while it is sent', async () => {
    const agency = await openAgency(1000, 3);
    const answer = await get(agency);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow('went away');
    expect(agency.seen.outages).toHaveLength(1);
    expect(agency.seen.failures).toHaveLength(0);
  });

  test('is read no further than it is taken', async () => {
    let reads = 0;
    const stored = memoryActors(new MemoryDatabase());
    const agency = await openAgency(0);
    const full = agencyInMemory({
      ports: {
        actors: {
          ...stored,
          stretch: (request) => {
            reads += 1;
            return stored.stretch(request).map(() =>
              Array.from({ length: request.limit }, (_, number) => ({
                id: number + 1,
                name: 'x',
                age: 1,
                gender: 'male' as const,
                email: 'e',
                phone: 'p',
                photo: 'f',
                seekingMovie: true,
              })),
            );
          },
        },
      },
    });
    const answer = await get(full);
    const reader = answer.body?.getReader();
    await reader?.read();
    await reader?.read();
    expect(reads).toBeLessThan(6);
    await reader?.cancel();
    const before = reads;
    await get(agency);
    expect(reads).toBe(before);
  });

  test('is answered to HEAD without being read to its end', async () => {
    const agency = await openAgency(1000, 2);
    const token = await agency.tokenOf('casting-assistant');
    const answer = await agency.app.request('http://api.example/casting/actors', {
      method: 'HEAD',
      headers: { authorization: `Bearer ${token}` },
    });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});

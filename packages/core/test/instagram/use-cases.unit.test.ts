import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import {
  MASKED_PASSWORD,
  simulatedNetwork,
  type GatewayFailure,
  type InstagramDraft,
  type PasswordCipher,
  type Ports,
  type SimulatedNetwork,
} from '../../src/index.ts';
import {
  memoryAccounts,
  MemoryDatabase,
  memoryInstagrams,
  memoryPasswordCipher,
  systemClock,
} from '../../src/memory/index.ts';
import { AWAY, endOf, makeWorld, signUp, valueOf } from '../support.ts';

async function signedUp(overrides: Partial<Ports> = {}) {
  const gateway: SimulatedNetwork = simulatedNetwork({ clock: systemClock, seed: 7 });
  const world = makeWorld({ gateway, ...overrides });
  const { actor } = await signUp(world);
  const { instagram } = world.quintet;
  return { ...world, gateway, actor, instagram };
}

const DRAFT: InstagramDraft = { username: 'instalogin', password: 'instapassword' };

describe('accounts of the service', () => {
  test('sign up, sign in and renew their token', async () => {
    const { clock, quintet } = makeWorld();
    const { instagram, identity } = quintet;
    const credentials = { username: 'user@email.com', password: 'password' };
    const account = await valueOf(instagram.signUp(credentials));
    expect(account).toMatchObject({ username: 'user@email.com', createdAt: clock.now() });
    expect(await endOf(instagram.signUp(credentials))).toBe('username-taken');
    expect(await endOf(instagram.signIn({ ...credentials, password: 'other' }))).toBe('wrong-password');
    const { token, expiresAt } = await valueOf(instagram.signIn(credentials));
    expect(expiresAt).toEqual(new Date(clock.now().getTime() + 86_400_000));
    const actor = await valueOf(identity.authenticate(token));
    expect(await valueOf(instagram.getUser(actor))).toEqual(account);

    clock.advance(3_600_000);
    const renewed = await valueOf(instagram.refreshToken(actor));
    expect(renewed.token).not.toBe(token);
    expect(renewed.expiresAt).toEqual(new Date(clock.now().getTime() + 86_400_000));
    expect(await endOf(identity.authenticate(token))).toBe('ok');
    clock.advance(86_400_000 - 3_600_000);
    expect(await endOf(identity.authenticate(token))).toBe('token-expired');
    expect(await endOf(identity.authenticate(renewed.token))).toBe('ok');
    expect(await endOf(instagram.getUser({ ...actor, accountId: 99 }))).toBe('account-not-found');
    expect(await endOf(instagram.refreshToken({ ...actor, accountId: 99 }))).toBe('account-not-found');
  });
});

describe('an account of the network', () => {
  test('is logged in to, stored with what the network tells of it, and started', async () => {
    const { clock, actor, instagram, gateway } = await signedUp();
    const added = await valueOf(instagram.addInstagram(actor, DRAFT));
    expect(added).toMatchObject({
      owner: actor.accountId,
      username: 'instalogin',
      info: gateway.look('instalogin', 'instalogin').info,
      state: 'start',
      trusted: false,
      hours: { min: 0, max: 0 },
      speed: { like: 10, comment: 10, follow: 10, unfollow: 10 },
      createdAt: clock.now(),
    });
    expect(JSON.stringify(added)).not.toContain('instapassword');
    expect(await valueOf(instagram.listInstagrams(actor))).toEqual([added]);
    expect(await valueOf(instagram.getInstagram(actor, { instagramId: added.id }))).toEqual(added);
  });

  test.each([
    [{ ...DRAFT, password: 'wrong-password' }, 'instagram-login-refused'],
    [{ ...DRAFT, username: 'suspected_ann' }, 'gateway-suspected'],
    [{ ...DRAFT, username: 'offline_ann' }, 'gateway-request-failed'],
    [{ ...DRAFT, username: 'garbled_ann' }, 'gateway-answer-unreadable'],
    [{ username: 'ann' }, 'instagram-malformed'],
    [{ ...DRAFT, username: ' ' }, 'instagram-malformed'],
    [{ ...DRAFT, username: 'x'.repeat(256) }, 'instagram-malformed'],
    [{ ...DRAFT, password: 'x'.repeat(1025) }, 'instagram-malformed'],
    [{ ...DRAFT, trusted: 'yes' }, 'instagram-malformed'],
    [{ ...DRAFT, hours: { min: 0, max: 24 } }, 'instagram-malformed'],
    [{ ...DRAFT, hours: { min: 1.5, max: 2 } }, 'instagram-malformed'],
    [{ ...DRAFT, hours: { min: 1 } }, 'instagram-malformed'],
    [{ ...DRAFT, hours: [] }, 'instagram-malformed'],
    [{ ...DRAFT, speed: { like: '10' } }, 'instagram-malformed'],
    [{ ...DRAFT, speed: { like: Infinity } }, 'instagram-malformed'],
    [{ ...DRAFT, speed: 10 }, 'instagram-malformed'],
  ])('is not stored: %j is %s', async (draft, kind) => {
    const { actor, instagram } = await signedUp();
    expect(await endOf(instagram.addInstagram(actor, draft as InstagramDraft))).toBe(kind);
    expect(await valueOf(instagram.listInstagrams(actor))).toEqual([]);
  });

  test('of which the network tells nothing is not stored', async () => {
    const { actor, instagram, gateway } = await signedUp();
    gateway.fail({ call: 'profile', failure: { kind: 'gateway-answer-unreadable' } });
    const refused = (await instagram.addInstagram(actor, DRAFT))._unsafeUnwrapErr();
    expect(refused).toEqual({ kind: 'instagram-info-unavailable', failure: { kind: 'gateway-answer-unreadable' } });
    expect(await valueOf(instagram.listInstagrams(actor))).toEqual([]);
  });

  test('is of its owner alone', async () => {
    const world = await signedUp();
    const { actor, instagram } = world;
    const { id: instagramId } = await valueOf(instagram.addInstagram(actor, DRAFT));
    const channel = { action: 'like', target: 'followers', value: 'natgeo' } as const;
    const { id: channelId } = await valueOf(instagram.addChannel(actor, { instagramId, ...channel }));
    const { actor: other } = await signUp(world, 'ben@example.com');
    const ref = { instagramId, channelId };
    const ends = [
      instagram.getInstagram(other, ref),
      instagram.editInstagram(other, { ...ref, ...DRAFT }),
      instagram.startInstagram(other, ref),
      instagram.stopInstagram(other, ref),
      instagram.instagramStats(other, ref),
      instagram.addChannel(other, { ...ref, ...channel, value: '' }),
      instagram.listChannels(other, ref),
      instagram.getChannel(other, ref),
      instagram.editChannel(other, { ...ref, ...channel }),
      instagram.startChannel(other, ref),
      instagram.stopChannel(other, ref),
      instagram.deleteChannel(other, ref),
      instagram.deleteInstagram(other, ref),
    ] as const;
    for (const end of ends) expect((await end)._unsafeUnwrapErr().kind).toBe('instagram-not-found');
    for (const wrong of [Number.NaN, -1, 2 ** 60, '1' as unknown as number]) {
      expect(await endOf(instagram.getInstagram(actor, { instagramId: wrong }))).toBe('instagram-not-found');
      expect(await endOf(instagram.getChannel(actor, { instagramId, channelId: wrong }))).toBe('channel-not-found');
    }
    expect(await valueOf(instagram.listInstagrams(other))).toEqual([]);
  });

  test('keeps its password where none, or the mask, is given', async () => {
    const { actor, instagram } = await signedUp();
    const added = await valueOf(instagram.addInstagram(actor, { ...DRAFT, trusted: true, hours: { min: 7, max: 15 } }));
    const ref = { instagramId: added.id };
    for (const password of [{}, { password: MASKED_PASSWORD }]) {
      const speed = { like: 5 };
      const edited = await valueOf(
        instagram.editInstagram(actor, { ...ref, username: 'instalogin', speed, ...password }),
      );
      expect(edited).toMatchObject({ password: added.password, trusted: true, hours: { min: 7, max: 15 } });
      expect(edited.speed).toEqual({ like: 5, comment: 10, follow: 10, unfollow: 10 });
    }
  });

  test('is logged in to again under another name or password, and unchanged where that is refused', async () => {
    const { actor, instagram, gateway } = await signedUp();
    const added = await valueOf(instagram.addInstagram(actor, DRAFT));
    const ref = { instagramId: added.id };
    const wrong = { ...ref, username: 'instalogin', password: 'wrong-password' };
    expect(await endOf(instagram.editInstagram(actor, wrong))).toBe('instagram-login-refused');
    expect(await endOf(instagram.editInstagram(actor, { ...ref, username: 'offline_x' }))).toBe(
      'gateway-request-failed',
    );
    expect(await valueOf(instagram.getInstagram(actor, ref))).toEqual(added);
    const renamed = await valueOf(instagram.editInstagram(actor, { ...ref, username: 'renamed' }));
    expect(renamed).toMatchObject({ username: 'renamed', info: gateway.look('renamed', 'renamed').info });
    expect(renamed.password).not.toEqual(added.password);
  });

  test('is stopped with its channels, started without them, and removed with them', async () => {
    const { actor, instagram } = await signedUp();
    const { id: instagramId } = await valueOf(instagram.addInstagram(actor, DRAFT));
    const draft = { instagramId, action: 'like', target: 'hashtag', value: '#sea' } as const;
    const { id: channelId, value, state } = await valueOf(instagram.addChannel(actor, draft));
    expect([value, state]).toEqual(['sea', 'stop']);
    const ref = { instagramId, channelId };
    expect((await valueOf(instagram.startChannel(actor, ref))).state).toBe('start');
    expect((await valueOf(instagram.stopInstagram(actor, ref))).state).toBe('stop');
    expect((await valueOf(instagram.getChannel(actor, ref))).state).toBe('stop');
    expect(await endOf(instagram.startChannel(actor, ref))).toBe('instagram-inactive');
    expect((await valueOf(instagram.startInstagram(actor, ref))).state).toBe('start');
    expect((await valueOf(instagram.getChannel(actor, ref))).state).toBe('stop');
    await valueOf(instagram.deleteInstagram(actor, ref));
    expect(await endOf(instagram.getInstagram(actor, ref))).toBe('instagram-not-found');
    expect(await endOf(instagram.deleteInstagram(actor, ref))).toBe('instagram-not-found');
  });

  test('that has a password which nobody can read any more is kept until it gets another', async () => {
    const lost = memoryPasswordCipher('lost');
    const cipher = memoryPasswordCipher('new');
    let isLost = true;
    const passwordCipher: PasswordCipher = {
      ...cipher,
      encrypt: (password) => (isLost ? lost : cipher).encrypt(password),
    };
    const { actor, instagram } = await signedUp({ passwordCipher });
    const { id: instagramId } = await valueOf(instagram.addInstagram(actor, DRAFT));
    isLost = false;
    const refused = (await instagram.editInstagram(actor, { instagramId, username: 'other' }))._unsafeUnwrapErr();
    expect(refused).toEqual({ kind: 'password-unreadable', keyId: 'lost' });
    expect(await endOf(instagram.editInstagram(actor, { instagramId, ...DRAFT }))).toBe('ok');
  });
});

describe('a channel', () => {
  test.each([
    [{ action: 'poke' }, 'action-undefined'],
    [{ target: 'everybody' }, 'target-undefined'],
    [{ value: '' }, 'channel-malformed'],
    [{ value: '#' }, 'ok'],
    [{ target: 'hashtag', value: '#' }, 'channel-malformed'],
    [{ value: 7 }, 'channel-malformed'],
    [{ comments: 'Nice!' }, 'channel-malformed'],
    [{ comments: [''] }, 'channel-malformed'],
    [{ comments: ['x'.repeat(2201)] }, 'channel-malformed'],
    [{ comments: Array.from({ length: 101 }, () => 'x') }, 'channel-malformed'],
    [{ action: 'comment' }, 'channel-malformed'],
    [{ action: 'comment', comments: ['Nice!'] }, 'ok'],
    [{ comments: null }, 'ok'],
  ])('with %j is %s, new or changed', async (changes, end) => {
    const { actor, instagram } = await signedUp();
    const { id: instagramId } = await valueOf(instagram.addInstagram(actor, DRAFT));
    const good = { instagramId, action: 'like', target: 'followers', value: 'natgeo' } as const;
    const wanted = { ...good, ...changes } as typeof good;
    expect(await endOf(instagram.addChannel(actor, wanted))).toBe(end);
    const channel = await valueOf(instagram.addChannel(actor, good));
    const ref = { instagramId, channelId: channel.id };
    expect(await endOf(instagram.editChannel(actor, { ...wanted, ...ref }))).toBe(end);
    if (end !== 'ok') expect(await valueOf(instagram.getChannel(actor, ref))).toEqual(channel);
  });
});

describe('a storage or a network that is away', () => {
  test('is told as such, and nothing is half done', async () => {
    const database = new MemoryDatabase();
    const stored = memoryInstagrams(database);
    let isAway = false;
    const { actor, instagram } = await signedUp({
      ...stored,
      accounts: memoryAccounts(database),
      instagrams: {
        ...stored.instagrams,
        busyUntil: (...given) => (isAway ? errAsync(AWAY) : stored.instagrams.busyUntil(...given)),
      },
    });
    const { id: instagramId } = await valueOf(instagram.addInstagram(actor, DRAFT));
    isAway = true;
    expect(await endOf(instagram.deleteInstagram(actor, { instagramId }))).toBe('unavailable');
    isAway = false;
    expect(await endOf(instagram.deleteInstagram(actor, { instagramId }))).toBe('ok');
  });

  test('is told when a login fails in a way that it must not', async () => {
    const failure: GatewayFailure = { kind: 'gateway-followers-failed' };
    const { actor, instagram, gateway } = await signedUp();
    gateway.fail({ call: 'login', failure });
    expect(await endOf(instagram.addInstagram(actor, DRAFT))).toBe('gateway-answer-unreadable');
  });
});

describe('rotating the key', () => {
  test('encrypts all passwords anew, tells how far it is, and goes on where it was stopped', async () => {
    const [old, current, lost] = [
      memoryPasswordCipher('old'),
      memoryPasswordCipher('new'),
      memoryPasswordCipher('lost'),
    ];
    let inUse = old;
    const passwordCipher: PasswordCipher = {
      get keyId() {
        return inUse.keyId;
      },
      encrypt: (password) => inUse.encrypt(password),
      decrypt: (password) => (password.keyId === 'old' ? old : current).decrypt(password),
    };
    const { actor, instagram } = await signedUp({ passwordCipher });
    const ids: number[] = [];
    for (let index = 0; index < 120; index += 1) {
      const draft = { username: `account_${index}`, password: `secret ${index}` };
      ids.push((await valueOf(instagram.addInstagram(actor, draft))).id);
    }
    inUse = lost;
    const { id: unreadable } = await valueOf(instagram.addInstagram(actor, DRAFT));
    inUse = current;

    let looked = 0;
    const first = await valueOf(
      instagram.rotateKey({
        progress: (done) => {
          looked = done;
        },
        stopped: () => looked >= 30,
      }),
    );
    expect(first).toEqual({ rotated: 30, unreadable: [] });
    const progress: (readonly [number, number])[] = [];
    const second = await valueOf(instagram.rotateKey({ progress: (...seen) => progress.push(seen) }));
    expect(second).toEqual({ rotated: 90, unreadable: [{ instagramId: unreadable, keyId: 'lost' }] });
    expect(progress.at(0)).toEqual([0, 91]);
    expect(progress.at(-1)).toEqual([91, 91]);
    expect(await valueOf(instagram.rotateKey())).toMatchObject({ rotated: 0 });
    for (const [index, instagramId] of ids.entries()) {
      const { password } = await valueOf(instagram.getInstagram(actor, { instagramId }));
      expect(password.keyId).toBe('new');
      expect(await valueOf(passwordCipher.decrypt(password))).toBe(`secret ${index}`);
    }
  });

  test('is told when the storage is away', async () => {
    const database = new MemoryDatabase();
    const stored = memoryInstagrams(database);
    const { instagram } = await signedUp({
      ...stored,
      instagrams: { ...stored.instagrams, countPasswordsNotUnder: () => errAsync(AWAY) },
    });
    expect(await endOf(instagram.rotateKey())).toBe('unavailable');
    const other = await signedUp({
      instagrams: {
        ...stored.instagrams,
        countPasswordsNotUnder: () => okAsync(1),
        passwordsNotUnder: () => errAsync(AWAY),
      },
    });
    expect(await endOf(other.instagram.rotateKey())).toBe('unavailable');
  });
});

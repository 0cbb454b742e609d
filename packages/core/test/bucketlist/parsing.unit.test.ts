import { describe, expect, test } from 'vitest';
import { parseCredentials, parseDescription, parseItemChanges, parseName } from '../../src/index.ts';

const missing = { kind: 'name-missing' };
const malformed = { kind: 'description-malformed' };
const nothing = { kind: 'nothing-to-change' };

describe('a name', () => {
  test.each([
    ['Travel', 'Travel'],
    ['  Travel \n', 'Travel'],
    ['\u00a0Travel\u2003', 'Travel'],
    ['See  the sea', 'See  the sea'],
    ['x'.repeat(255), 'x'.repeat(255)],
    [` ${'😀'.repeat(255)} `, '😀'.repeat(255)],
    ['0', '0'],
    ['__proto__', '__proto__'],
  ])('%j is kept as %j', (value, name) => {
    expect(parseName(value)._unsafeUnwrap()).toBe(name);
  });

  test.each([
    '',
    ' ',
    '\t\n',
    '\u00a0',
    'x'.repeat(256),
    '😀'.repeat(256),
    'x'.repeat(1_000_000),
    'a\0b',
    '\0',
    '\uD83D',
    'a\uDE00',
    undefined,
    null,
    0,
    7,
    true,
    [],
    ['Travel'],
    {},
    { toString: () => 'Travel' },
    () => 'Travel',
  ])('%j is none', (value) => {
    expect(parseName(value)._unsafeUnwrapErr()).toEqual(missing);
  });
});

describe('a description', () => {
  test.each([
    [undefined, null],
    [null, null],
    ['', ''],
    [' kept as it is ', ' kept as it is '],
    ['x'.repeat(100_000), 'x'.repeat(100_000)],
  ])('%j is kept as %j', (value, description) => {
    expect(parseDescription(value)._unsafeUnwrap()).toBe(description);
  });

  test.each([0, 7, false, [], {}, 'a\0b', '\uD83D'])('%j is none', (value) => {
    expect(parseDescription(value)._unsafeUnwrapErr()).toEqual(malformed);
  });
});

describe('changes of an item', () => {
  test.each([
    [{ name: ' Swim ' }, { name: 'Swim' }],
    [{ description: 'far' }, { description: 'far' }],
    [{ description: ' far ' }, { description: ' far ' }],
    [
      { name: 'Swim', description: 'far' },
      { name: 'Swim', description: 'far' },
    ],
    [{ name: 'Swim', description: null }, { name: 'Swim' }],
    [
      { name: 'Swim', description: '' },
      { name: 'Swim', description: '' },
    ],
    [{ name: '', description: 'far' }, { description: 'far' }],
    [{ name: ' ', description: 'far' }, { description: 'far' }],
    [{ name: null, description: 'far' }, { description: 'far' }],
    [{ name: 'Swim', id: 7, bucketId: 8, createdAt: 0 }, { name: 'Swim' }],
  ])('%j are %j', (value, changes) => {
    expect(parseItemChanges(value)._unsafeUnwrap()).toEqual(changes);
  });

  test.each<[Parameters<typeof parseItemChanges>[0] & { readonly done?: boolean }, object]>([
    [{}, nothing],
    [{ name: undefined, description: undefined }, nothing],
    [{ name: null, description: null }, nothing],
    [{ name: '' }, nothing],
    [{ name: '  ', description: null }, nothing],
    [{ description: null }, nothing],
    [{ description: '' }, nothing],
    [{ description: ' ' }, nothing],
    [{ done: true }, nothing],
    [{ name: 7 }, missing],
    [{ name: 'x'.repeat(256) }, missing],
    [{ name: 'a\0b', description: 'far' }, missing],
    [{ name: {}, description: 'far' }, missing],
    [{ description: 7 }, malformed],
    [{ description: ['far'] }, malformed],
    [{ name: 'Swim', description: 7 }, malformed],
    [{ name: 'Swim', description: '\0' }, malformed],
  ])('%j are refused: %j', (value, error) => {
    expect(parseItemChanges(value)._unsafeUnwrapErr()).toEqual(error);
  });
});

describe('an email and a password', () => {
  test.each([
    'ann@example.com',
    'Ann.O’Hara+lists@mail.example.co.uk',
    'a@b.c',
    'żółć@przykład.pl',
    `${'x'.repeat(243)}@example.com`,
    'a.@b.c',
  ])('may be %j', (email) => {
    expect(parseCredentials({ email, password: '1234' })._unsafeUnwrap()).toEqual({ email, password: '1234' });
  });

  test.each([
    '',
    'ann',
    'ann@',
    '@example.com',
    'ann@example',
    'ann@example.',
    'ann@.com',
    'ann@example..com',
    'ann@@example.com',
    'ann@exa@mple.com',
    'ann @example.com',
    ' ann@example.com',
    'ann@example.com\n',
    'ann\0@example.com',
    `${'x'.repeat(244)}@example.com`,
    undefined,
    null,
    7,
    {},
    ['ann@example.com'],
  ])('may not be %j', (email) => {
    expect(parseCredentials({ email, password: '1234' })._unsafeUnwrapErr()).toEqual({ kind: 'credentials-malformed' });
  });

  test.each(['123', '', '😀😀😀', 'x'.repeat(1025), undefined, null, 1234, ['1', '2', '3', '4']])(
    'may not be with the password %j',
    (password) => {
      const error = parseCredentials({ email: 'ann@example.com', password })._unsafeUnwrapErr();
      expect(error).toEqual({ kind: 'credentials-malformed' });
    },
  );

  test.each(['1234', '    ', '😀😀😀😀', 'x'.repeat(1024)])('may be with the password %j', (password) => {
    expect(parseCredentials({ email: 'ann@example.com', password }).isOk()).toBe(true);
  });

  // A pattern that tries every way to split these would be at it for longer than a test may take.
  test.each([`a@${'a.'.repeat(500_000)}`, `a@${'.'.repeat(200)}b`])('refuses what is made to take long', (email) => {
    expect(parseCredentials({ email, password: '1234' }).isErr()).toBe(true);
  });
});

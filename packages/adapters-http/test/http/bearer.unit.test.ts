import { expect, test } from 'vitest';
import { tokenIn } from '../../src/http/bearer.ts';

test.each([undefined, '', ' ', '\t'])('a header that is not there or empty is missing: %j', (value) => {
  expect(tokenIn(value, ['bearer'])).toEqual({ kind: 'missing' });
});

test.each(['Bearer', 'Bearer ', 'abc', 'Basic abc', 'JWT abc', 'Bearer a b', 'Bearer a, Bearer b', 'Bearer: abc'])(
  'anything but a scheme and a token is malformed: %j',
  (value) => {
    expect(tokenIn(value, ['bearer'])).toEqual({ kind: 'malformed' });
  },
);

test.each(['Bearer abc', 'bearer abc', 'BEARER abc', ' Bearer   abc ', 'Bearer\tabc'])(
  'the scheme is matched in any case: %j',
  (value) => {
    expect(tokenIn(value, ['bearer'])).toEqual({ kind: 'token', token: 'abc' });
  },
);

test('an API may have several schemes', () => {
  expect(tokenIn('JWT abc', ['jwt', 'bearer'])).toEqual({ kind: 'token', token: 'abc' });
});

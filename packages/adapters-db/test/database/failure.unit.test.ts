import { describe, expect, test } from 'vitest';
import { DatabaseClosed, isRetriable, isUnavailable, toUnavailable } from '../../src/database/failure.ts';

function coded(code: string, cause?: Error): Error {
  return Object.assign(new Error('a failure', { cause }), { code });
}

describe('a failure says that the database is away', () => {
  const STATES = ['57014', '55P03', '57P01', '57P02', '57P03', '53300', '53100', '40P01', '40001', '08006', '25P03'];
  const ERRNOS = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'ENOENT'];

  test.each([...STATES, ...ERRNOS])('%s', (code) => {
    expect(isUnavailable(coded(code))).toBe(true);
  });

  test.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'Client has encountered a connection error and is not queryable',
    'PGlite is closed',
  ])('%s', (message) => {
    expect(isUnavailable(new Error(message))).toBe(true);
  });

  test('as the cause of another', () => {
    expect(isUnavailable(new Error('outer', { cause: coded('ECONNREFUSED') }))).toBe(true);
    expect(isUnavailable(Object.assign(new Error('outer'), { previous: coded('57P01') }))).toBe(true);
    expect(isUnavailable(new DatabaseClosed())).toBe(true);
  });
});

describe('a failure is a bug', () => {
  test.each(['23505', '42601', '42P01', '22P02', '28P01', '3D000', 'ERR_INVALID_ARG_TYPE'])('%s', (code) => {
    const error = coded(code);
    expect(isUnavailable(error)).toBe(false);
    expect(() => toUnavailable(error)).toThrow(error);
  });

  test.each([new TypeError('x is not a function'), 'a text', undefined, null, 7])('%s', (error) => {
    expect(isUnavailable(error)).toBe(false);
  });
});

test('a circle of causes has an end', () => {
  const error = new Error('round');
  error.cause = error;
  expect(isUnavailable(error)).toBe(false);
});

test('only a deadlock and a conflict are tried again', () => {
  expect(['40P01', '40001'].map((code) => isRetriable(coded(code)))).toEqual([true, true]);
  expect(['57014', '55P03', '23505'].map((code) => isRetriable(coded(code)))).toEqual([false, false, false]);
});

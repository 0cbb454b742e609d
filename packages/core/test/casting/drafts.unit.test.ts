import { describe, expect, test } from 'vitest';
import {
  parseActorChanges,
  parseActorDraft,
  parseCastingChanges,
  parseCastingDraft,
  parseMovieChanges,
  parseMovieDraft,
} from '@quintet/core';

const NOW = new Date('2030-01-01T00:00:00Z');

const ann = {
  name: 'Ann',
  age: 32,
  gender: 'female',
  email: 'ann@example.com',
  phone: '1234567892',
  photo: 'https://example.com/ann.jpg',
  seekingMovie: false,
};

const house = { title: 'Big house', genres: ['TV show'], releaseDate: '2038-01-01', seekingActor: true };

describe('an actor', () => {
  test('is all of its fields, and no other', () => {
    expect(parseActorDraft({ ...ann, id: 7, role: 'admin' })._unsafeUnwrap()).toEqual(ann);
  });

  test.each(Object.keys(ann))('needs %s, and null is none', (field) => {
    const { [field as keyof typeof ann]: _, ...without } = ann;
    expect(parseActorDraft(without)._unsafeUnwrapErr()).toEqual({ kind: 'fields-missing', fields: [field] });
    expect(parseActorDraft({ ...ann, [field]: null })._unsafeUnwrapErr().kind).toBe('fields-missing');
  });

  test('what is missing shows before what is malformed', () => {
    expect(parseActorDraft({ ...ann, age: 'old', name: null })._unsafeUnwrapErr().kind).toBe('fields-missing');
  });

  test.each([
    ['name', 7],
    ['name', ''],
    ['name', '   '],
    ['name', 'x'.repeat(601)],
    ['name', 'a\0b'],
    ['name', '\ud800'],
    ['age', '32'],
    ['age', 0],
    ['age', -1],
    ['age', 1.5],
    ['age', 151],
    ['age', true],
    ['gender', 'Male'],
    ['gender', 1],
    ['gender', '__proto__'],
    ['email', ''],
    ['email', ['ann@example.com']],
    ['phone', 1_234_567_892],
    ['phone', ''],
    ['photo', 'x'.repeat(601)],
    ['photo', {}],
    ['seekingMovie', 'true'],
    ['seekingMovie', 1],
  ])('%s can not be %j', (field, value) => {
    const malformed = { kind: 'field-malformed', field };
    expect(parseActorDraft({ ...ann, [field]: value })._unsafeUnwrapErr()).toEqual(malformed);
    expect(parseActorChanges({ [field]: value })._unsafeUnwrapErr()).toEqual(malformed);
  });

  test.each([
    ['name', '  Ann  ', 'Ann'],
    ['name', '💃'.repeat(600), '💃'.repeat(600)],
    ['age', 1, 1],
    ['age', 150, 150],
    ['gender', 'undeclared', 'undeclared'],
    ['email', 'Random', 'Random'],
    ['email', ' ', ' '],
    ['photo', 'link_to_photo', 'link_to_photo'],
    ['photo', 'x'.repeat(600), 'x'.repeat(600)],
    ['seekingMovie', true, true],
  ])('%s can be %j', (field, value, kept) => {
    expect(parseActorChanges({ [field]: value })._unsafeUnwrap()).toEqual({ [field]: kept });
  });

  test.each([
    [{}],
    [{ id: 1 }],
    [{ name: null }],
    [[]],
    [[1]],
    ['name'],
    [7],
    [null],
    [undefined],
    [JSON.parse('{"__proto__":{"age":5}}')],
  ])('a change that is %j changes nothing', (input) => {
    expect(parseActorChanges(input)._unsafeUnwrapErr()).toEqual({ kind: 'nothing-to-change' });
  });

  test('a change keeps to the fields that have a value', () => {
    expect(parseActorChanges({ name: null, age: 5, id: 3 })._unsafeUnwrap()).toEqual({ age: 5 });
  });
});

describe('a movie', () => {
  test('is all of its fields', () => {
    expect(parseMovieDraft(house, NOW)._unsafeUnwrap()).toEqual({ ...house, releaseDate: new Date('2038-01-01') });
  });

  test.each(['2029-12-31', '2030-01-01', NOW])('created at the start of 2030 is not released on %s', (releaseDate) => {
    expect(parseMovieDraft({ ...house, releaseDate }, NOW)._unsafeUnwrapErr()).toEqual({
      kind: 'field-malformed',
      field: 'releaseDate',
    });
  });

  test('may turn out to have been released', () => {
    expect(parseMovieChanges({ releaseDate: '2001.02.03' })._unsafeUnwrap()).toEqual({
      releaseDate: new Date('2001-02-03'),
    });
  });

  test.each([
    ['title', ''],
    ['genres', 'TV show'],
    ['genres', ['TV show', 7]],
    ['genres', ['']],
    ['genres', [null]],
    ['genres', Array.from({ length: 101 }, () => 'drama')],
    ['releaseDate', '2038-02-30'],
    ['seekingActor', 0],
  ])('%s can not be %j', (field, value) => {
    expect(parseMovieDraft({ ...house, [field]: value }, NOW)._unsafeUnwrapErr()).toEqual({
      kind: 'field-malformed',
      field,
    });
  });
});

describe('a casting', () => {
  test('is an evaluation unless said otherwise', () => {
    expect(parseCastingDraft({ actorId: 1, role: 'Hamlet' })._unsafeUnwrap().status).toBe('evaluation');
    expect(parseCastingDraft({ actorId: 1, role: 'Hamlet', status: null })._unsafeUnwrap().status).toBe('evaluation');
    expect(parseCastingDraft({ actorId: 1, role: 'Hamlet', status: 'reject' })._unsafeUnwrap().status).toBe('reject');
  });

  test.each([{ actorId: 1 }, { role: 'Hamlet' }, {}, undefined, [], 'Hamlet'])('can not be %j', (input) => {
    expect(parseCastingDraft(input)._unsafeUnwrapErr().kind).toBe('fields-missing');
  });

  test.each([
    ['actorId', '1'],
    ['actorId', 1.5],
    ['role', ''],
    ['status', 'accepted'],
    ['status', true],
  ])('%s can not be %j', (field, value) => {
    expect(parseCastingChanges({ [field]: value })._unsafeUnwrapErr()).toEqual({ kind: 'field-malformed', field });
  });
});

import { describe, expect, test } from 'vitest';
import { pictureType } from '../../src/hackathon/pictures/kind.ts';
import { HOSTILE_SVGS, JPEG, NO_PICTURES, PNG, SVG, WEBP } from '../support/pictures.ts';

test.each([
  ['image/png', PNG],
  ['image/jpeg', JPEG],
  ['image/webp', WEBP],
  ['image/svg+xml', SVG],
  ['image/svg+xml', Buffer.concat([Buffer.from('\ufeff'), SVG.subarray(SVG.indexOf('<svg'))])],
  ['image/svg+xml', Buffer.from('<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:rect/></s:svg>')],
])('%s is told by its content', async (type, bytes) => {
  expect(await pictureType(bytes)).toBe(type);
});

test('the part of a larger buffer is looked at, and no more', async () => {
  const larger = Buffer.concat([Buffer.from('<html>'), PNG, JPEG]);
  expect(await pictureType(larger.subarray(6))).toBe('image/png');
  expect(await pictureType(PNG.subarray(0, 12))).toHaveProperty('reason');
});

describe('a drawing is refused that has', () => {
  test.each(Object.entries(HOSTILE_SVGS))('%s', async (_, bytes) => {
    expect(await pictureType(bytes)).toEqual({ reason: expect.stringMatching(/\.$/u) });
  });
});

test.each(Object.entries(NO_PICTURES))('%s is no picture', async (_, bytes) => {
  expect(await pictureType(bytes)).toEqual({ reason: 'A picture is a PNG, JPEG, WebP or SVG file.' });
});

test('a large drawing is looked at beside what else is to be done', async () => {
  const many = '<g id="x"><path d="M0 0L10 10"/></g>'.repeat(20_000);
  const large = (inside: string): Buffer =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${many}${inside}</svg>`);
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  try {
    expect(await pictureType(large(''))).toBe('image/svg+xml');
    expect(await pictureType(large('<script/>'))).toHaveProperty('reason');
  } finally {
    clearInterval(timer);
  }
  expect(turns).toBeGreaterThan(5);
});

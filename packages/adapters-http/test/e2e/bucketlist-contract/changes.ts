import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { newUser } from '../../support/client.ts';
import { ISO_MICROSECONDS, moment, RFC_1123 } from '../../support/forms.ts';
import type { RunningServer } from '../../support/server.ts';
import { fillBucket } from '../../support/world.ts';

/** What several requests after each other show. */
export function describeChanges(running: () => RunningServer): void {
  describe('changes', () => {
    test('dates are of now, in UTC, and modifiedAt alone moves when a bucket is renamed', async () => {
      const ann = await newUser(running().base);
      const { body: made } = await ann.ask('POST /bucketlists', { json: { name: 'Travel' } });
      expect(made.createdAt).toMatch(RFC_1123);
      expect(made.createdAt).toBe(made.modifiedAt);
      expect(Math.abs(moment(made.createdAt) - Date.now())).toBeLessThan(5_000);

      const { body: first } = await ann.ask(`GET /bucketlists/${made.id}`);
      expect(first.bucket?.createdAt).toMatch(ISO_MICROSECONDS);
      expect(first.bucket?.modifiedAt).toBe(first.bucket?.createdAt);
      // the same moment, without its fraction
      expect(Math.floor(moment(first.bucket?.createdAt) / 1000)).toBe(moment(made.createdAt) / 1000);

      await sleep(5);
      const { body: edited } = await ann.ask(`PUT /bucketlists/${made.id}`, { json: { name: 'Cooking' } });
      const { body: second } = await ann.ask(`GET /bucketlists/${made.id}`);
      expect(edited.createdAt).toBe(made.createdAt);
      expect(second.bucket).toEqual({ ...first.bucket, name: 'Cooking', modifiedAt: second.bucket?.modifiedAt });
      expect(moment(second.bucket?.modifiedAt)).toBeGreaterThan(moment(first.bucket?.modifiedAt));
      expect(Math.floor(moment(second.bucket?.modifiedAt) / 1000)).toBe(moment(edited.modifiedAt) / 1000);
    });

    test('modifiedAt alone moves when an item is edited, and lists show the same as the item itself', async () => {
      const ann = await newUser(running().base);
      const { bucket, item } = await fillBucket(ann);
      const path = `/bucketlists/${bucket}/items/${item}`;
      const { body: first } = await ann.ask(`GET ${path}`);
      expect(first.item?.modifiedAt).toBe(first.item?.createdAt);
      expect(Math.abs(moment(first.item?.createdAt) - Date.now())).toBeLessThan(5_000);

      await sleep(5);
      const { body: edited } = await ann.ask(`PUT ${path}`, { json: { description: 'sweet' } });
      expect(edited.item).toEqual({
        ...first.item,
        description: 'sweet',
        modifiedAt: expect.stringMatching(ISO_MICROSECONDS) as unknown,
      });
      expect(moment(edited.item?.modifiedAt)).toBeGreaterThan(moment(first.item?.modifiedAt));

      const { body: list } = await ann.ask(`GET /bucketlists/${bucket}/items`);
      expect(list.items).toEqual([edited.item]);
    });

    test('what is made shows up in the list with the same values', async () => {
      const ann = await newUser(running().base);
      const { bucket } = await fillBucket(ann);
      const { body: single } = await ann.ask(`GET /bucketlists/${bucket}`);
      const { body: list } = await ann.ask('GET /bucketlists/');
      expect(list).toEqual({ status: 'success', previous: null, next: null, count: 1, buckets: [single.bucket] });
    });

    test('a bucket that is deleted takes its items with it, and no other bucket', async () => {
      const ann = await newUser(running().base);
      const { bucket, item } = await fillBucket(ann);
      const other = await fillBucket(ann);
      expect((await ann.ask(`DELETE /bucketlists/${bucket}`)).status).toBe(200);

      expect((await ann.ask(`GET /bucketlists/${bucket}`)).body.message).toBe('Bucket not found');
      expect((await ann.ask(`GET /bucketlists/${bucket}/items`)).body.message).toBe('Bucket not found');
      expect((await ann.ask(`GET /bucketlists/${bucket}/items/${item}`)).status).toBe(404);
      expect((await ann.ask(`DELETE /bucketlists/${bucket}`)).status).toBe(404);
      // the item is nowhere else either
      expect((await ann.ask(`GET /bucketlists/${other.bucket}/items/${item}`)).body.message).toBe('Item not found');
      expect((await ann.ask(`GET /bucketlists/${other.bucket}/items`)).body.count).toBe(1);
      expect((await ann.ask('GET /bucketlists')).body.count).toBe(1);
    });

    test('an item that is deleted is gone, and its neighbours stay', async () => {
      const ann = await newUser(running().base);
      const { bucket, item } = await fillBucket(ann);
      const { body } = await ann.ask(`POST /bucketlists/${bucket}/items`, { json: { name: 'cake' } });
      expect((await ann.ask(`DELETE /bucketlists/${bucket}/items/${item}`)).status).toBe(200);
      expect((await ann.ask(`DELETE /bucketlists/${bucket}/items/${item}`)).body.message).toBe('Item not found');
      expect((await ann.ask(`GET /bucketlists/${bucket}/items`)).body.items).toEqual([body.item]);
    });

    test("nobody sees another user's buckets in lists and searches", async () => {
      const ann = await newUser(running().base);
      const bob = await newUser(running().base);
      await fillBucket(ann);
      for (const query of ['', '?q=travel', '?page=2', '?limit=100']) {
        const { body } = await bob.ask(`GET /bucketlists${query}`);
        expect(body).toMatchObject({ count: 0, buckets: [], next: null });
      }
    });

    test('two buckets, and two items, may have the same name', async () => {
      const ann = await newUser(running().base);
      const first = await fillBucket(ann);
      const second = await fillBucket(ann);
      expect(second.bucket).not.toBe(first.bucket);
      expect((await ann.ask(`POST /bucketlists/${first.bucket}/items`, { json: { name: 'biscuits' } })).status).toBe(
        200,
      );
    });

    test('text of any language and kind is kept as it is', async () => {
      const ann = await newUser(running().base);
      const { bucket } = await fillBucket(ann);
      for (const name of [
        'Ünïcødé',
        '旅行',
        'سفر',
        '👩‍👩‍👧‍👦',
        'e\u0301',
        '\u202etxt',
        'O\'Neil \\ " $1 ${x} {{y}}',
        '\u0001\u007f',
      ]) {
        const { body } = await ann.ask(`POST /bucketlists/${bucket}/items`, {
          json: { name, description: ` ${name}\n` },
        });
        const { body: shown } = await ann.ask(`GET /bucketlists/${bucket}/items/${body.item?.id}`);
        expect(shown.item).toMatchObject({ name, description: ` ${name}\n` });
      }
    });
  });
}

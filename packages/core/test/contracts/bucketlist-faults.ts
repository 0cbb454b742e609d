import { err, errAsync, ok, okAsync } from 'neverthrow';
import type { BucketRepository, Item, ItemRepository, Page, PageRequest } from '../../src/index.ts';
import { carelessly, type Fault } from './faults.ts';

const BUCKET_NOT_FOUND = { kind: 'bucket-not-found' } as const;
const ITEM_NOT_FOUND = { kind: 'item-not-found' } as const;

/** Answers a request with the page of another, changed. */
type PageFault = <T extends { readonly name: string }>(
  page: (request: PageRequest) => Page<T>,
  request: PageRequest,
) => Page<T>;

const everything = { page: 1, limit: 1000 };

/** Pages of the entries that a wrong search finds. */
function searchBy(finds: (name: string, search: string) => boolean): PageFault {
  return (page, { page: number, limit, search }) => {
    if (search === undefined) return page({ page: number, limit });
    const found = page(everything).entries.filter(({ name }) => finds(name, search));
    return { entries: found.slice((number - 1) * limit, number * limit), total: found.length };
  };
}

const PAGE_FAULTS: Readonly<Record<string, PageFault>> = {
  'are in the wrong order': (page, request) => {
    const { entries, total } = page({ ...everything, ...(request.search && { search: request.search }) });
    const first = (request.page - 1) * request.limit;
    return { entries: entries.toReversed().slice(first, first + request.limit), total };
  },
  'are numbered from 0': (page, request) => page({ ...request, page: request.page + 1 }),
  'count themselves only': (page, request) => {
    const { entries } = page(request);
    return { entries, total: entries.length };
  },
  'count nothing past the end': (page, request) => {
    const { entries, total } = page(request);
    return { entries, total: entries.length === 0 ? 0 : total };
  },
  'count what the search leaves out': (page, request) => {
    const { entries } = page(request);
    return { entries, total: page({ page: 1, limit: 1 }).total };
  },
  'are counted in 32 bits': (page, request) => page({ ...request, page: request.page >>> 0 || 1 }),
  'search one case only': searchBy((name, search) => name.includes(search)),
  'search ASCII only in any case': searchBy((name, search) => asciiLower(name).includes(asciiLower(search))),
  'search the beginning only': searchBy((name, search) => name.toLowerCase().startsWith(search.toLowerCase())),
  'search by pattern': searchBy((name, search) =>
    new RegExp(
      search
        .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
        .replaceAll('%', '.*')
        .replaceAll('_', '.'),
      'isu',
    ).test(name),
  ),
};

function asciiLower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export const BUCKETS_FAULTS: Readonly<Record<string, Fault>> = {
  ...Object.fromEntries(
    Object.entries(PAGE_FAULTS).map(([name, fault]): [string, Fault] => [
      `has pages that ${name}`,
      ({ buckets }, database) => {
        const page: BucketRepository['page'] = (owner, request) =>
          okAsync(fault((wanted) => database.committed.buckets.page(owner, wanted, 'oldest-first'), request));
        return { buckets: { ...buckets, page } };
      },
    ]),
  ),
  "finds another owner's": ({ buckets }) => {
    const owners = new Map<number, number>();
    return {
      buckets: {
        ...buckets,
        add: (bucket) => buckets.add(bucket).map((added) => (owners.set(added.id, added.owner), added)),
        find: ({ owner, id }) => buckets.find({ owner: owners.get(id) ?? owner, id }),
      },
    };
  },
  "renames another owner's": ({ buckets }) => {
    const owners = new Map<number, number>();
    return {
      buckets: {
        ...buckets,
        add: (bucket) => buckets.add(bucket).map((added) => (owners.set(added.id, added.owner), added)),
        rename: ({ owner, id }, change) => buckets.rename({ owner: owners.get(id) ?? owner, id }, change),
      },
    };
  },
  "removes another owner's": ({ buckets }) => {
    const owners = new Map<number, number>();
    return {
      buckets: {
        ...buckets,
        add: (bucket) => buckets.add(bucket).map((added) => (owners.set(added.id, added.owner), added)),
        remove: ({ owner, id }) => buckets.remove({ owner: owners.get(id) ?? owner, id }),
      },
    };
  },
  'finds whether it is there, and then removes': ({ buckets }, database) => ({
    buckets: {
      ...buckets,
      remove: ({ owner, id }) =>
        carelessly(
          () => database.committed.buckets.get(owner, id),
          (bucket) => {
            if (bucket === undefined) return err(BUCKET_NOT_FOUND);
            database.committed.buckets.delete(bucket);
            return ok(undefined);
          },
        ),
    },
  }),
  'finds whether it is there, and then renames': ({ buckets }, database) => ({
    buckets: {
      ...buckets,
      rename: ({ owner, id }, { name, modifiedAt }) =>
        carelessly(
          () => database.committed.buckets.get(owner, id),
          (bucket) => {
            if (bucket === undefined) return err(BUCKET_NOT_FOUND);
            database.committed.buckets.put({ ...bucket, name, modifiedAt });
            return ok({ ...bucket, name, modifiedAt });
          },
        ),
    },
  }),
  'renames and forgets when': ({ buckets }) => ({
    buckets: {
      ...buckets,
      rename: (ref, { name }) =>
        buckets.find(ref).andThen(({ modifiedAt }) => buckets.rename(ref, { name, modifiedAt })),
    },
  }),
  'cuts names off': ({ buckets }) => ({
    buckets: { ...buckets, add: (bucket) => buckets.add({ ...bucket, name: bucket.name.slice(0, 255) }) },
  }),
};

export const ITEMS_FAULTS: Readonly<Record<string, Fault>> = {
  ...Object.fromEntries(
    Object.entries(PAGE_FAULTS).map(([name, fault]): [string, Fault] => [
      `has pages that ${name}`,
      ({ items, buckets }, database) => {
        const page: ItemRepository['page'] = (bucket, request) =>
          buckets
            .find(bucket)
            .map(({ id }) => fault((wanted) => database.committed.items.page(id, wanted, 'newest-first'), request));
        return { items: { ...items, page } };
      },
    ]),
  ),
  'looks at the bucket, not at its owner': ({ items }, database) => ({
    items: {
      ...items,
      find: ({ bucket, id }) => {
        const item = database.committed.items.get(bucket.id, id);
        return item === undefined ? errAsync(ITEM_NOT_FOUND) : okAsync(item);
      },
    },
  }),
  'changes an item through any bucket': ({ items }, database) => {
    const places = new Map<number, number>();
    return {
      items: {
        ...items,
        add: (bucket, item) => items.add(bucket, item).map((added) => (places.set(added.id, added.bucketId), added)),
        change: ({ bucket, id }, { name, description, modifiedAt }) => {
          const item = database.committed.items.get(places.get(id) ?? bucket.id, id);
          if (item === undefined) return items.change({ bucket, id }, { modifiedAt });
          const changed: Item = {
            ...item,
            name: name ?? item.name,
            description: description ?? item.description,
            modifiedAt,
          };
          database.committed.items.put(changed);
          return okAsync(changed);
        },
      },
    };
  },
  'reads an item, and then writes all of it': ({ items }, database) => ({
    items: {
      ...items,
      change: (ref, { name, description, modifiedAt }) =>
        items.find(ref).andThen((found) =>
          carelessly(
            () => found,
            (item) => {
              const changed: Item = {
                ...item,
                name: name ?? item.name,
                description: description ?? item.description,
                modifiedAt,
              };
              database.committed.items.put(changed);
              return ok(changed);
            },
          ),
        ),
    },
  }),
  'takes an empty description for none': ({ items }) => ({
    items: {
      ...items,
      change: (ref, { name, description, modifiedAt }) =>
        items.change(ref, { ...(name && { name }), ...(description && { description }), modifiedAt }),
    },
  }),
  'stores no description as an empty one': ({ items }) => ({
    items: {
      ...items,
      add: (bucket, item) => items.add(bucket, { ...item, description: item.description ?? '' }),
    },
  }),
  'finds whether it is there, and then removes': ({ items }, database) => ({
    items: {
      ...items,
      remove: (ref) =>
        items.find(ref).andThen((found) =>
          carelessly(
            () => found,
            (item) => {
              database.committed.items.delete(item);
              return ok(undefined);
            },
          ),
        ),
    },
  }),
  'takes a bucket that is not there for an empty one': ({ items }) => ({
    items: { ...items, page: (bucket, request) => items.page(bucket, request).orElse(() => okAsync(EMPTY)) },
  }),
  "leaves a removed bucket's items": ({ buckets, items }, database) => ({
    buckets: {
      ...buckets,
      remove: (ref) => {
        const bucket = database.committed.buckets.get(ref.owner, ref.id);
        if (bucket === undefined) return errAsync(BUCKET_NOT_FOUND);
        database.committed.buckets.delete(bucket);
        return okAsync(undefined);
      },
    },
    items: {
      ...items,
      page: ({ id }, request) => okAsync(database.committed.items.page(id, request, 'newest-first')),
    },
  }),
};

const EMPTY: Page<Item> = { entries: [], total: 0 };

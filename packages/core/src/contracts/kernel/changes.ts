import type { ResultAsync } from 'neverthrow';
import type { Bucket } from '../../bucketlist/bucket.ts';
import type { Item } from '../../bucketlist/item.ts';
import type { Account } from '../../identity/account.ts';
import type { RevocableToken } from '../../identity/ports.ts';
import type { Page } from '../../kernel/page.ts';
import type { Transaction } from '../../kernel/unit-of-work.ts';
import type { Ports } from '../../ports.ts';
import { valueOf } from '../outcome.ts';
import { addAccount, addBuckets, addItems, LATER, newBucket, newItem, newToken } from '../samples.ts';

/** A page that holds whatever a test has made. */
export const ALL = { page: 1, limit: 100 } as const;

/** What a transaction is to change. */
export interface Prepared {
  readonly account: Account;
  readonly token: RevocableToken;
  readonly bucket: Bucket;
  readonly doomed: Bucket;
  readonly item: Item;
  readonly dropped: Item;
}

/** Makes an account that owns two buckets, one of them with two items. */
export async function prepare(ports: Ports): Promise<Prepared> {
  const account = await addAccount(ports, { roles: ['organizer'] });
  const [bucket, doomed] = await addBuckets(ports, account.id, ['Travel', 'Cooking']);
  const [item, dropped] = await addItems(ports, bucket, ['See the sea', 'Climb']);
  return { account, token: newToken(account), bucket, doomed, item, dropped };
}

/**
 * One change of every kind, on what was prepared and on what the transaction itself makes. Ends in the number of a
 * bucket that it made.
 */
export function changeAll(
  { accounts, revocationList, buckets, items }: Ports,
  prepared: Prepared,
  transaction: Transaction,
): ResultAsync<number, unknown> {
  const { account, bucket, doomed, item, dropped } = prepared;
  const change = { accountId: account.id, updatedAt: LATER };
  return accounts
    .grantRole({ ...change, role: 'admin' }, transaction)
    .andThen(() => accounts.revokeRole({ ...change, role: 'organizer' }, transaction))
    .andThen(() => accounts.setPassword({ ...change, passwordHash: 'hash-1' }, transaction))
    .andThen(() =>
      accounts.changePassword(
        { ...change, expectedHash: 'hash-1', passwordHash: 'hash-2', revokeAllBut: 'none' },
        transaction,
      ),
    )
    .andThen(() => revocationList.revoke(laterToken(prepared), transaction))
    .andThen(() => buckets.rename(bucket, { name: 'Voyages', modifiedAt: LATER }, transaction))
    .andThen(() => buckets.remove(doomed, transaction))
    .andThen(() => items.change({ bucket, id: item.id }, { name: 'Swim', modifiedAt: LATER }, transaction))
    .andThen(() => items.remove({ bucket, id: dropped.id }, transaction))
    .andThen(() => buckets.add(newBucket(account.id, 'Made'), transaction))
    .andThen((made) => items.add(made, newItem('first'), transaction).map(() => made.id));
}

/** All that {@link changeAll} may have changed. */
export interface State {
  readonly account: Account;
  readonly buckets: Page<Bucket>;
  readonly items: Page<Item>;
  readonly item: Item;
  /** Of the account's token, and of one that only {@link changeAll} itself revokes. */
  readonly revoked: readonly [boolean, boolean];
}

export async function stateOf(ports: Ports, prepared: Prepared): Promise<State> {
  const { account, token, bucket, item } = prepared;
  return {
    account: await valueOf(ports.accounts.findById(account.id)),
    buckets: await valueOf(ports.buckets.page(account.id, ALL)),
    items: await valueOf(ports.items.page(bucket, ALL)),
    item: await valueOf(ports.items.find({ bucket, id: item.id })),
    revoked: [
      await valueOf(ports.revocationList.isRevoked(token)),
      await valueOf(ports.revocationList.isRevoked(laterToken(prepared))),
    ],
  };
}

/** A token of a generation that no change of the tests reaches. */
function laterToken({ token }: Prepared): RevocableToken {
  return { ...token, tokenId: `9.${token.tokenId}` };
}

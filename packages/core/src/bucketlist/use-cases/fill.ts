import { ok, Result, safeTry, type ResultAsync } from 'neverthrow';
import type { AccountId } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { Transaction } from '../../kernel/unit-of-work.ts';
import type { AccountNotFound, UsernameTaken } from '../../identity/index.ts';
import { parseName, type NameMissing } from '../bucket.ts';
import { parseCredentials, type CredentialsMalformed, type EmailAndPassword } from '../credentials.ts';
import { parseDescription, type DescriptionMalformed, type NewItem } from '../item.ts';
import type { BucketNotFound } from '../ports.ts';
import type { BucketlistPorts } from '../settings.ts';
import { withoutForm } from './accounts.ts';
import type { BucketName } from './buckets.ts';
import type { ItemDraft } from './items.ts';

/**
 * A bucket with the items that it begins with.
 *
 * @example
 * ```ts
 * const draft: BucketDraft = { name: 'Travel', items: [{ name: 'See the sea' }] };
 * ```
 */
export interface BucketDraft extends BucketName {
  readonly items: readonly ItemDraft[];
}

/**
 * A new account, with the buckets that it begins with.
 *
 * @example
 * ```ts
 * const filled: FilledAccount = {
 *   email: 'ann@example.com',
 *   password: '123456',
 *   buckets: [{ name: 'Travel', items: [{ name: 'See the sea' }] }],
 * };
 * ```
 */
export interface FilledAccount extends EmailAndPassword {
  readonly buckets: readonly BucketDraft[];
}

/**
 * Why no account was made and filled.
 *
 * @example
 * ```ts
 * const isThereAlready = ({ kind }: FillError) => kind === 'username-taken';
 * ```
 */
export type FillError =
  | CredentialsMalformed
  | UsernameTaken
  | AccountNotFound
  | NameMissing
  | DescriptionMalformed
  | BucketNotFound
  | Unavailable;

/**
 * Makes an account and fills it with buckets and items, all or nothing.
 *
 * @example
 * ```ts
 * await bucketlist.fillAccount(filled, (buckets) => bar.update(buckets));
 * ```
 */
export type FillAccount = (
  input: FilledAccount,
  /**
   * Called after each bucket with the number of buckets written so far; it starts again from 1 when the transaction
   * has to.
   */
  onProgress?: (buckets: number) => void,
) => ResultAsync<void, FillError>;

type ParsedBucket = { readonly name: string; readonly items: readonly Pick<NewItem, 'name' | 'description'>[] };

export function fillAccount(ports: BucketlistPorts): FillAccount {
  const { identity, unitOfWork } = ports;
  return (input, onProgress = () => {}) =>
    Result.combine([parseCredentials(input), Result.combine(input.buckets.map(parseBucket))]).asyncAndThen(
      ([{ email, password }, drafts]) =>
        unitOfWork.run((transaction) =>
          identity
            .createAccount({ username: email, password }, transaction)
            .mapErr((error) => withoutForm(error))
            .andThen(({ id }) => storeAll(ports, id, drafts, transaction, onProgress)),
        ),
    );
}

function parseBucket(draft: BucketDraft): Result<ParsedBucket, NameMissing | DescriptionMalformed> {
  const items = draft.items.map((item) =>
    parseName(item.name).andThen((name) =>
      parseDescription(item.description).map((description) => ({ name, description })),
    ),
  );
  return parseName(draft.name).andThen((name) => Result.combine(items).map((items) => ({ name, items })));
}

function storeAll(
  { clock, buckets, items }: BucketlistPorts,
  owner: AccountId,
  drafts: readonly ParsedBucket[],
  transaction: Transaction,
  onProgress: (buckets: number) => void,
): ResultAsync<void, AccountNotFound | BucketNotFound | Unavailable> {
  return safeTry<void, AccountNotFound | BucketNotFound | Unavailable>(async function* () {
    for (const [index, draft] of drafts.entries()) {
      const now = clock.now();
      const times = { createdAt: now, modifiedAt: now };
      const bucket = yield* buckets.add({ owner, name: draft.name, ...times }, transaction);
      for (const item of draft.items) yield* items.add(bucket, { ...item, ...times }, transaction);
      onProgress(index + 1);
    }
    return ok(undefined);
  });
}

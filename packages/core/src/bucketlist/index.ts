import {
  logInWithEmail,
  registerWithEmail,
  resetPassword,
  type LogInWithEmail,
  type RegisterWithEmail,
  type ResetPassword,
} from './use-cases/accounts.ts';
import {
  createBucket,
  deleteBucket,
  getBucket,
  listBuckets,
  renameBucket,
  type CreateBucket,
  type DeleteBucket,
  type GetBucket,
  type ListBuckets,
  type RenameBucket,
} from './use-cases/buckets.ts';
import { fillAccount, type FillAccount } from './use-cases/fill.ts';
import {
  addItem,
  deleteItem,
  editItem,
  getItem,
  listItems,
  type AddItem,
  type DeleteItem,
  type EditItem,
  type GetItem,
  type ListItems,
} from './use-cases/items.ts';
import type { BucketlistPorts, BucketlistSettings } from './settings.ts';

/**
 * What can be done with bucket lists.
 *
 * @example
 * ```ts
 * const { bucketlist } = createQuintet(memoryAdapters());
 * const { token } = (await bucketlist.register({ email: 'ann@example.com', password: '123456' }))._unsafeUnwrap();
 * ```
 */
export interface Bucketlist {
  readonly register: RegisterWithEmail;
  readonly logIn: LogInWithEmail;
  readonly resetPassword: ResetPassword;
  readonly createBucket: CreateBucket;
  readonly listBuckets: ListBuckets;
  readonly getBucket: GetBucket;
  readonly renameBucket: RenameBucket;
  readonly deleteBucket: DeleteBucket;
  readonly addItem: AddItem;
  readonly listItems: ListItems;
  readonly getItem: GetItem;
  readonly editItem: EditItem;
  readonly deleteItem: DeleteItem;
  readonly fillAccount: FillAccount;
}

/**
 * Joins the use cases of bucket lists to the adapters of their ports.
 *
 * @example
 * ```ts
 * const bucketlist = createBucketlist({ clock, unitOfWork, buckets, items, identity }, BUCKETLIST_DEFAULTS);
 * ```
 */
export function createBucketlist(ports: BucketlistPorts, settings: BucketlistSettings): Bucketlist {
  return {
    register: registerWithEmail(ports),
    logIn: logInWithEmail(ports),
    resetPassword: resetPassword(ports),
    createBucket: createBucket(ports),
    listBuckets: listBuckets(ports, settings),
    getBucket: getBucket(ports),
    renameBucket: renameBucket(ports),
    deleteBucket: deleteBucket(ports),
    addItem: addItem(ports),
    listItems: listItems(ports, settings),
    getItem: getItem(ports),
    editItem: editItem(ports),
    deleteItem: deleteItem(ports),
    fillAccount: fillAccount(ports),
  };
}

export { LONGEST_NAME, parseName } from './bucket.ts';
export type { Bucket, BucketRef, NameMissing, NewBucket } from './bucket.ts';
export { parseCredentials, SHORTEST_NEW_PASSWORD, SHORTEST_PASSWORD } from './credentials.ts';
export type { CredentialsMalformed, EmailAndPassword } from './credentials.ts';
export { parseDescription, parseItemChanges } from './item.ts';
export type { DescriptionMalformed, Item, ItemChanges, ItemRef, NewItem, NothingToChange } from './item.ts';
export type * from './ports.ts';
export { BUCKETLIST_DEFAULTS } from './settings.ts';
export type { BucketlistPorts, BucketlistSettings } from './settings.ts';
export type {
  AttributesMissing,
  LogInWithEmail,
  LogInWithEmailError,
  NewPasswordMalformed,
  PasswordReset,
  PasswordsDiffer,
  RegisterWithEmail,
  RegisterWithEmailError,
  ResetPassword,
  ResetPasswordError,
} from './use-cases/accounts.ts';
export type {
  BucketById,
  BucketName,
  CreateBucket,
  DeleteBucket,
  GetBucket,
  ListBuckets,
  RenameBucket,
} from './use-cases/buckets.ts';
export type { BucketDraft, FillAccount, FilledAccount, FillError } from './use-cases/fill.ts';
export type { AddItem, DeleteItem, EditItem, GetItem, ItemById, ItemDraft, ListItems } from './use-cases/items.ts';

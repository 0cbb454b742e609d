import { errAsync, ok, okAsync, ResultAsync } from 'neverthrow';
import type { Clock, RandomSource, Transaction, UnitOfWork } from '../../src/index.ts';
import type { Fault } from './faults.ts';

const START = Date.now();

export const CLOCK_FAULTS: Readonly<Record<string, Fault>> = {
  'stands still': () => ({ clock: { now: () => new Date(START) } }),
  'is slow': () => ({ clock: { now: () => new Date(Date.now() - 1000) } }),
  'is fast': () => ({ clock: { now: () => new Date(Date.now() + 1000) } }),
  'gives away its own date': () => {
    const shown = new Date();
    const clock: Clock = {
      now: () => {
        if (shown.getFullYear() > 2000) shown.setTime(Date.now());
        return shown;
      },
    };
    return { clock };
  },
};

export const RANDOM_FAULTS: Readonly<Record<string, Fault>> = {
  counts: () => {
    let count = 0;
    const random: RandomSource = { identifier: () => `identifier-number-${(count += 1)}` };
    return { random };
  },
  'repeats itself': ({ random }) => {
    const known = random.identifier();
    let count = 0;
    return { random: { identifier: () => ((count += 1) % 100 === 0 ? known : random.identifier()) } };
  },
  'is too short': ({ random }) => ({ random: { identifier: () => random.identifier().slice(1) } }),
  'needs escapes': ({ random }) => ({ random: { identifier: () => `${random.identifier()}+/=` } }),
};

/** Hands nothing on: every change is by itself. */
const unbound = undefined as unknown as Transaction;

export const UNIT_OF_WORK_FAULTS: Readonly<Record<string, Fault>> = {
  'is none': () => ({ unitOfWork: { run: (work) => work(unbound) } }),
  'commits whatever the end': ({ unitOfWork }) => {
    const run: UnitOfWork['run'] = <T, E>(work: (transaction: Transaction) => ResultAsync<T, E>) =>
      unitOfWork
        .run((transaction) => new ResultAsync<Awaited<ReturnType<typeof work>>, never>(toValue(work(transaction))))
        .andThen((result) => result);
    return { unitOfWork: { run } };
  },
  'rolls back whatever the end': ({ unitOfWork }) => {
    const run: UnitOfWork['run'] = <T, E>(work: (transaction: Transaction) => ResultAsync<T, E>) =>
      unitOfWork
        .run((transaction) => work(transaction).andThen((value) => errAsync({ value })))
        .orElse((error) =>
          typeof error === 'object' && error !== null && 'value' in error ? okAsync(error.value) : errAsync(error as E),
        );
    return { unitOfWork: { run } };
  },
  'swallows what is thrown': ({ unitOfWork }) => ({
    unitOfWork: {
      run: (work) =>
        ResultAsync.fromPromise((async () => unitOfWork.run(work))(), () => undefined as never).andThen(
          (result) => result,
        ),
    },
  }),
  'lets revocations out at once': ({ revocationList }) => ({
    revocationList: { ...revocationList, revoke: (token) => revocationList.revoke(token) },
  }),
  'forgets the transaction when a bucket is removed': ({ buckets }, database) => ({
    buckets: {
      ...buckets,
      remove: (ref) => {
        const bucket = database.committed.buckets.get(ref.owner, ref.id);
        if (bucket === undefined) return errAsync({ kind: 'bucket-not-found' });
        database.committed.buckets.delete(bucket);
        return okAsync(undefined);
      },
    },
  }),
  'shows what is not committed': ({ accounts }, database) => ({
    accounts: {
      ...accounts,
      add: (account, transaction) =>
        accounts.add(account, transaction).andThen((added) => {
          database.committed.accounts.set(added.id, { account: added, exemptToken: undefined });
          return ok(added);
        }),
      setPassword: (change, transaction) =>
        accounts.setPassword(change, transaction).andThen((changed) => {
          database.committed.accounts.set(changed.id, { account: changed, exemptToken: undefined });
          return ok(changed);
        }),
    },
  }),
  'aborts at an expected failure': ({ accounts, unitOfWork }) => {
    let aborted = false;
    return {
      accounts: {
        ...accounts,
        add: (account, transaction) =>
          accounts.add(account, transaction).mapErr((error) => {
            aborted = transaction !== undefined;
            return error;
          }),
      },
      unitOfWork: {
        run: (work) => {
          aborted = false;
          return unitOfWork.run((transaction) =>
            work(transaction).map((value) => {
              if (aborted) throw new Error('current transaction is aborted');
              return value;
            }),
          );
        },
      },
    };
  },
};

async function toValue<T>(result: PromiseLike<T>) {
  return ok<T>(await result);
}

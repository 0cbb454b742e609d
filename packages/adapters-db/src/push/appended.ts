import type { Transaction } from '@quintet/core';
import type { Store } from '../database/store.ts';
import { TELL_APPENDED } from './message-statements.ts';
import type { Notifications } from './notifications.ts';

/**
 * Tells whoever numbers messages that some were stored. Repositories whose own statements insert into `push_outbox`
 * call {@link Appended.tell} after that.
 */
export class Appended {
  readonly #store: Store;
  readonly #notifications: Notifications | undefined;
  readonly #listeners = new Set<() => void>();
  #isDue = false;
  #telling: Promise<unknown> | undefined;

  /** @param notifications - PostgreSQL's; absent with PGlite, which has no other process. */
  constructor(store: Store, notifications: Notifications | undefined) {
    this.#store = store;
    this.#notifications = notifications;
  }

  /** Has it told, now or once the transaction is committed. */
  tell(transaction?: Transaction): void {
    this.#store.whenCommitted(() => this.#tell(), transaction);
  }

  /** Calls the listener when messages were stored; what is given back ends that. */
  listen(listener: () => void): () => void {
    const own = (): void => listener();
    this.#listeners.add(own);
    const end = this.#notifications?.listen('quintet_push_appended', { receive: own, interrupted: own });
    return () => {
      this.#listeners.delete(own);
      end?.();
    };
  }

  /** Waits until other processes have been told. */
  async settled(): Promise<void> {
    await this.#telling;
  }

  #tell(): void {
    for (const listener of Array.from(this.#listeners)) listener();
    if (this.#listeners.size > 0 || this.#notifications === undefined) return;
    // However many are stored meanwhile, they are told of once.
    this.#isDue = true;
    this.#telling ??= this.#tellOthers().finally(() => {
      this.#telling = undefined;
    });
  }

  async #tellOthers(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false;
      // Where it is lost, servers find the messages by themselves a little later.
      await this.#store.write(TELL_APPENDED, [], undefined);
    }
  }
}

/** How many are kept: more than lists that are read again and again have. */
const MOST = 20_000;

/** What tells what a row was when it was read: whatever changes the row changes its version. */
export interface RowVersion {
  readonly id: string;
  readonly version: string | number;
}

/**
 * What was made of rows that were read, by their ids. What is still of the same version, as the database says, need not
 * be read again, whichever server changes it.
 */
export class SeenVersions<T extends object> {
  readonly #seen = new Map<string, { readonly version: string | number; readonly value: T }>();

  /** What was made of the row in that version; `undefined`: it was not seen. */
  find({ id, version }: RowVersion): T | undefined {
    const seen = this.#seen.get(id);
    return seen?.version === version ? seen.value : undefined;
  }

  /** What was made of the row when it was seen last; it may have changed. */
  latest(id: string): T | undefined {
    return this.#seen.get(id)?.value;
  }

  add({ id, version }: RowVersion, value: T): void {
    const [first] = this.#seen.keys();
    if (first !== undefined && this.#seen.size >= MOST) this.#seen.delete(first);
    this.#seen.set(id, { version, value });
  }
}

/** What has a number. */
interface Numbered {
  readonly id: number;
}

/** Rows by their numbers. */
export interface Rows<Row extends Numbered> {
  get(id: number): Row | undefined;
  /** Adds a row, or replaces the one with the same number. */
  put(row: Row): void;
  delete(id: number): void;
  /** All of them, in no order. */
  values(): Iterable<Row>;
  readonly size: number;
}

/** Which rows are wanted. */
type Filter<Row> = (row: Row) => boolean;

/** Rows that are kept in an order of their own; a place in it is as much of a row as the order looks at. */
export class OrderedRows<Row extends Place, Place extends Numbered> implements Rows<Row> {
  readonly #compare: (one: Place, other: Place) => number;
  readonly #byId = new Map<number, Row>();
  readonly #sorted: Row[] = [];
  #lastId = 0;

  /** @param compare - The order; no two rows with different numbers are equal in it. */
  constructor(compare: (one: Place, other: Place) => number) {
    this.#compare = compare;
  }

  /** A number that no row has had. A transaction that is rolled back gives none back. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  get(id: number): Row | undefined {
    return this.#byId.get(id);
  }

  put(row: Row): void {
    this.delete(row.id);
    this.#byId.set(row.id, row);
    this.#sorted.splice(this.#indexAfter(row), 0, row);
  }

  delete(id: number): void {
    const row = this.#byId.get(id);
    if (row === undefined) return;
    this.#byId.delete(id);
    this.#sorted.splice(this.#indexAfter(row) - 1, 1);
  }

  values(): Iterable<Row> {
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }

  page({ page, limit }: { readonly page: number; readonly limit: number }, filter?: Filter<Row>): readonly Row[] {
    const wanted = filter === undefined ? this.#sorted : this.#sorted.filter(filter);
    return wanted.slice((page - 1) * limit, page * limit);
  }

  /** So many rows from just after a place in the order on, or from the start. */
  stretch(after: Place | undefined, limit: number, filter: Filter<Row> = () => true): readonly Row[] {
    const stretch: Row[] = [];
    for (let index = after === undefined ? 0 : this.#indexAfter(after); stretch.length < limit; index += 1) {
      const row = this.#sorted[index];
      if (row === undefined) break;
      if (filter(row)) stretch.push(row);
    }
    return stretch;
  }

  /** Where the first row is that comes after this one. */
  #indexAfter(place: Place): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.#sorted[middle];
      if (row !== undefined && this.#compare(row, place) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A transaction's view of rows. */
export function stagedRows<Row extends Numbered>(committed: Rows<Row>, writes: (() => void)[]): Rows<Row> {
  const staged = new Map<number, Row | 'deleted'>();
  const values = (): Row[] => [
    ...[...committed.values()].filter(({ id }) => !staged.has(id)),
    ...[...staged.values()].filter((row) => row !== 'deleted'),
  ];
  return {
    get(id) {
      const row = staged.get(id) ?? committed.get(id);
      return row === 'deleted' ? undefined : row;
    },
    put(row) {
      staged.set(row.id, row);
      writes.push(() => committed.put(row));
    },
    delete(id) {
      staged.set(id, 'deleted');
      writes.push(() => committed.delete(id));
    },
    values,
    get size() {
      return values().length;
    },
  };
}

/** Orders texts by their code points, as a database does that knows no language. */
export function compareTexts(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const unit = one.charCodeAt(index);
    const counterpart = other.charCodeAt(index);
    if (unit !== counterpart) return weight(unit) - weight(counterpart);
  }
  return one.length - other.length;
}

/** Halves of a pair stand for code points beyond all that one unit stands for. */
function weight(unit: number): number {
  return unit >= 0xd8_00 && unit <= 0xdf_ff ? unit + 0x1_00_00 : unit;
}

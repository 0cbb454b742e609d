import type { Page, PageRequest } from '../kernel/page.ts';

/** What a list is made of: rows whose numbers rise in the order in which they are added. */
export interface ListRow {
  readonly id: number;
  readonly name: string;
}

/** Rows in lists, such as buckets by their owner: whoever knows the list and the number finds the row. */
export interface Lists<Row extends ListRow> {
  get(list: number, id: number): Row | undefined;
  /** Adds a row, or replaces the one with the same number. A number that is new to a list is higher than all in it. */
  put(row: Row): void;
  delete(row: Row): void;
  /** Removes a list with all its rows. */
  drop(list: number): void;
}

/** A row, and the text by which a search finds it. */
interface Entry<Row> {
  row: Row;
  text: string;
}

/**
 * Lists that are kept in order of their rows' numbers, so that a page is a slice, whatever its number, and costs the
 * same in a long list as in a short one.
 */
export class OrderedLists<Row extends ListRow> implements Lists<Row> {
  readonly #listOf: (row: Row) => number;
  readonly #lists = new Map<number, Entry<Row>[]>();

  constructor(listOf: (row: Row) => number) {
    this.#listOf = listOf;
  }

  get(list: number, id: number): Row | undefined {
    const entries = this.#lists.get(list);
    return entries?.[indexOf(entries, id)]?.row;
  }

  put(row: Row): void {
    const list = this.#listOf(row);
    const text = foldCase(row.name);
    const entries = this.#lists.get(list);
    if (entries === undefined) {
      this.#lists.set(list, [{ row, text }]);
      return;
    }
    const existing = entries[indexOf(entries, row.id)];
    if (existing === undefined) {
      entries.push({ row, text });
    } else {
      existing.row = row;
      existing.text = text;
    }
  }

  delete(row: Row): void {
    const list = this.#listOf(row);
    const entries = this.#lists.get(list) ?? [];
    const index = indexOf(entries, row.id);
    if (index < 0) return;
    entries.splice(index, 1);
    if (entries.length === 0) this.#lists.delete(list);
  }

  drop(list: number): void {
    this.#lists.delete(list);
  }

  /** A page of a list, in order of numbers, or from the highest number down. */
  page(list: number, { page, limit, search }: PageRequest, order: 'oldest-first' | 'newest-first'): Page<Row> {
    const all = this.#lists.get(list) ?? [];
    const found = search === undefined ? all : matching(all, search);
    const total = found.length;
    const start = (page - 1) * limit;
    const end = Math.min(start + limit, total);

    const entries: Row[] = [];
    for (let position = start; position < end; position += 1) {
      const entry = found[order === 'oldest-first' ? position : total - 1 - position];
      if (entry !== undefined) entries.push(entry.row);
    }
    return { entries, total };
  }
}

function matching<Row>(entries: readonly Entry<Row>[], search: string): readonly Entry<Row>[] {
  const text = foldCase(search);
  return entries.filter((entry) => entry.text.includes(text));
}

function foldCase(text: string): string {
  return text.toLowerCase();
}

/** Where a number is in a list, or -1. */
function indexOf(entries: readonly Entry<ListRow>[], id: number): number {
  let low = 0;
  let high = entries.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = entries[middle]?.row.id ?? Number.NaN;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

declare const served: unique symbol;

/**
 * The name under which an adapter is found: one symbol a port, typed with what the adapter must be.
 *
 * @example
 * ```ts
 * const clock: Clock = resolve(PORTS.clock);
 * ```
 */
export type Port<T> = symbol & { readonly [served]?: T };

/**
 * Gives the adapter of a port. An Inversify container's `get`, bound to the container, is one;
 * a function over a plain `Map` is another.
 *
 * @example
 * ```ts
 * const adapters = new Map<symbol, unknown>([[PORTS.clock, systemClock]]);
 * const resolve: Resolve = <T>(port: Port<T>) => adapters.get(port) as T;
 * ```
 */
export type Resolve = <T>(port: Port<T>) => T;

/**
 * Declares a port. Two copies of the core in one process agree on it, because the symbol is a registered one.
 *
 * @param name - The port's name, unique among all ports.
 *
 * @example
 * ```ts
 * const FILMS: Port<FilmRepository> = port('media/films');
 * ```
 */
export function port<T>(name: string): Port<T> {
  return Symbol.for(`quintet:${name}`);
}

/** What time it is. Everything in the core that needs the time asks this port. */
export interface Clock {
  /** The present moment, to the millisecond. */
  now(): Date;
}

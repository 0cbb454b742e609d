import type { Gauge } from '@quintet/core';
import type { AnsweredRequest } from '../http/observer.ts';
import type { Collector } from './prometheus.ts';

/** What the server measures. */
export interface Metrics {
  /** Counts a request. */
  answered(request: AnsweredRequest): void;
  /** What counts, once it has been loaded. */
  collector(): Promise<Collector>;
}

/**
 * Makes the server's metrics. The library behind them takes longer to load than most of the server: it is loaded after
 * the start, or when it is first asked for, and is told then of the requests until then.
 *
 * @param apiOf - The name of the API that a path belongs to.
 * @param gauges - What adapters measure, asked for at each scrape.
 */
export function createMetrics(apiOf: (path: string) => string, gauges: () => readonly Gauge[]): Metrics {
  const early: AnsweredRequest[] = [];
  let loading: Promise<Collector> | undefined;
  let count = (request: AnsweredRequest): void => void early.push(request);

  const load = async (): Promise<Collector> => {
    const { prometheus } = await import('./prometheus.ts');
    const collector = prometheus(apiOf, gauges);
    early.splice(0).forEach((request) => collector.answered(request));
    count = (request) => collector.answered(request);
    return collector;
  };
  return {
    answered: (request) => count(request),
    collector: () => (loading ??= load()),
  };
}

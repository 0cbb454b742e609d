import { collectDefaultMetrics, Gauge as PrometheusGauge, Histogram, Registry } from 'prom-client';
import type { Gauge } from '@quintet/core';
import type { AnsweredRequest } from '../http/observer.ts';

/** What counts requests, and shows what it counted in the form of Prometheus. */
export interface Collector {
  readonly contentType: string;
  /** Counts a request; costs less than a microsecond. */
  answered(request: AnsweredRequest): void;
  /** The page as it is scraped. */
  page(): Promise<string>;
}

/** Seconds: from what a cached read takes to what a client still waits for. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Counts requests with the client library of Prometheus, which measures the process and its event loop by itself.
 *
 * @param apiOf - The name of the API that a path belongs to.
 * @param gauges - What adapters measure, asked for at each scrape.
 */
export function prometheus(apiOf: (path: string) => string, gauges: () => readonly Gauge[]): Collector {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'quintet_http_request_duration_seconds',
    help: 'How long requests took to be answered, by API, method, route and status.',
    labelNames: ['api', 'method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const measured = new Map<string, PrometheusGauge>();
  const series = new Map<string, { observe(seconds: number): void }>();

  const refresh = ({ name, help, value }: Gauge): void => {
    let gauge = measured.get(name);
    if (gauge === undefined) {
      gauge = new PrometheusGauge({ name, help, registers: [registry] });
      measured.set(name, gauge);
    }
    gauge.set(value);
  };

  return {
    contentType: registry.contentType,
    answered(request) {
      // A route's pattern and a known method: their number is bounded, whatever clients send.
      const { route, status, seconds } = request;
      const method = METHODS.has(request.method) ? request.method : 'other';
      const isMatched = route !== UNMATCHED;
      const key = `${isMatched ? '' : apiOf(request.path)} ${method} ${status} ${route}`;
      let line = series.get(key);
      if (line === undefined) {
        line = durations.labels(apiOf(isMatched ? route : request.path), method, route, String(status));
        series.set(key, line);
      }
      line.observe(seconds);
    },
    async page() {
      gauges().forEach(refresh);
      return registry.metrics();
    },
  };
}

const UNMATCHED = 'unmatched';
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

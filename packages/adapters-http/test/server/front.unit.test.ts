import { expect, test } from 'vitest';
import { json } from '../../src/http/answer.ts';
import type { Api, ApiName } from '../../src/http/api.ts';
import type { AnsweredRequest } from '../../src/http/observer.ts';
import { pathOf } from '../../src/server/door.ts';
import { apiOf } from '../../src/server/front.ts';
import { createMetrics } from '../../src/server/metrics.ts';

const mounted = (name: ApiName, basePath: string): Api => ({
  name,
  basePath,
  endpoints: [],
  failure: () => json(500, {}),
});

test.each([
  ['/a/b', '/a/b'],
  ['/a?b=/c?d', '/a'],
  ['/a#b?c', '/a'],
  ['/a?b#c', '/a'],
  ['http://host:80/a?b', '/a'],
  ['HTTPS://host', ''],
  ['//host/a', '//host/a'],
  ['*', '*'],
  ['', ''],
])('the path of %j is %j', (target, path) => {
  expect(pathOf(target)).toBe(path);
});

test.each([
  ['/bucketlist', 'bucketlist'],
  ['/bucketlist/v1', 'bucketlist'],
  ['/bucketlists', 'media'],
  ['/', 'media'],
])('%s belongs to the API that is mounted nearest: %s', (path, name) => {
  expect(apiOf([mounted('media', ''), mounted('bucketlist', '/bucketlist')])(path)).toBe(name);
});

test('a path that is no API’s belongs to none', () => {
  expect(apiOf([mounted('bucketlist', '/bucketlist')])('/media')).toBe('none');
});

test('requests are counted from the first on, though the library is loaded later, and clients can not add series', async () => {
  let gauge = 1;
  const metrics = createMetrics(apiOf([mounted('bucketlist', '/bucketlist')]), () => [
    { name: 'quintet_tried', help: 'Tried.', value: gauge },
  ]);
  const request: AnsweredRequest = {
    requestId: '1',
    method: 'GET',
    route: '/bucketlist/v1/bucketlists',
    path: '/bucketlist/v1/bucketlists/',
    status: 200,
    seconds: 0.004,
    clientAddress: undefined,
  };
  metrics.answered(request);
  const collector = await metrics.collector();
  metrics.answered(request);
  for (let index = 0; index < 50; index += 1) {
    metrics.answered({ ...request, method: `M${index}`, route: 'unmatched', path: `/${index}`, status: 404 });
  }
  const series = `api="bucketlist",method="GET",route="/bucketlist/v1/bucketlists",status="200"`;
  const page = await collector.page();
  expect(page).toContain(`quintet_http_request_duration_seconds_count{${series}} 2\n`);
  expect(page).toContain(`quintet_http_request_duration_seconds_bucket{le="0.005",${series}} 2\n`);
  expect(page).toContain(`quintet_http_request_duration_seconds_bucket{le="0.0025",${series}} 0\n`);
  expect(page).toContain('_count{api="none",method="other",route="unmatched",status="404"} 50\n');
  expect(page.match(/_duration_seconds_count/g)).toHaveLength(2);
  expect(page).toContain('quintet_tried 1\n');
  expect(page).toMatch(/^nodejs_eventloop_lag_seconds /m);
  gauge = 2;
  expect(await (await metrics.collector()).page()).toContain('quintet_tried 2\n');
});

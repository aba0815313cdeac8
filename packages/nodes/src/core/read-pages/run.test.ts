import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { readPages } from './definition.ts';
import { nextLink } from './next-page.ts';
import { runReadPages } from './run.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, query: URLSearchParams) => void;
let answer: Answer = () => undefined;
let asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.setHeader('content-type', 'application/json');
  answer(request, response, new URL(request.url ?? '', 'http://x').searchParams);
});
beforeAll(() => new Promise<void>((done) => void server.listen(0, '127.0.0.1', done)));
afterAll(() => void server.close());
const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const connection = () => ({ id: 'shop', system: 'http', baseUrl: `${base()}/api`, settings: { token: 'secret' } });
const json = (response: ServerResponse, body: Json, status = 200) =>
  void response.writeHead(status).end(JSON.stringify(body));

/** All pages, one pull after another, each place through JSON as a checkpoint keeps it. */
async function readAll(params: object): Promise<readonly Json[]> {
  asked = [];
  const items: Json[] = [];
  const parsed = readPages.params.parse({ connection: 'shop', url: '/orders', ...params });
  for (let cursor: Json | undefined, pulls = 0; pulls < 50; pulls += 1) {
    const step = { params: parsed, input: null, ...(cursor !== undefined && { cursor }) };
    const { feed } = await runReadPages(step, contextFor({ connections: [connection()] }));
    items.push(...feed.items);
    if (feed.next === undefined) return items;
    cursor = JSON.parse(JSON.stringify(feed.next)) as Json;
  }
  throw new Error('it goes on for ever');
}

describe('pages told by', () => {
  it('a Link header, absolute or relative, with the credentials of the connection', async () => {
    const seen: (string | undefined)[] = [];
    answer = (request, response, query) => {
      seen.push(request.headers.authorization);
      const page = Number(query.get('page_info') ?? 1);
      const next = page === 1 ? `${base()}/api/orders?page_info=2` : '/api/orders?page_info=3';
      if (page < 3)
        response.setHeader('link', `<${base()}/api/orders?page_info=0>; rel="previous", <${next}>; rel="next"`);
      json(response, { orders: [`${page}a`, `${page}b`] });
    };
    expect(await readAll({ items: 'orders', query: { limit: 2 } })).toEqual(['1a', '1b', '2a', '2b', '3a', '3b']);
    expect(asked).toEqual(['/api/orders?limit=2', '/api/orders?page_info=2', '/api/orders?page_info=3']);
    expect(seen).toEqual(['Bearer secret', 'Bearer secret', 'Bearer secret']);
  });

  it('OData 4 and OData 2', async () => {
    answer = (_, response, query) =>
      json(
        response,
        query.has('$skiptoken') ? { value: ['c'] } : { value: ['a', 'b'], '@odata.nextLink': 'orders?$skiptoken=2' },
      );
    expect(await readAll({ paging: 'odata' })).toEqual(['a', 'b', 'c']);
    expect(asked).toEqual(['/api/orders', '/api/orders?$skiptoken=2']);
    answer = (_, response, query) =>
      json(response, {
        d: query.has('$skip') ? { results: ['c'] } : { results: ['a'], __next: `${base()}/api/orders?$skip=1` },
      });
    expect(await readAll({ paging: 'odata' })).toEqual(['a', 'c']);
  });

  it('a cursor in the answer', async () => {
    answer = (_, response, query) => {
      const from = Number(query.get('after') ?? 0);
      json(response, { data: { items: [from, from + 1] }, meta: { next: from < 4 ? String(from + 2) : '' } });
    };
    const params = {
      paging: 'cursor',
      items: 'data.items',
      cursor: 'meta.next',
      cursorParam: 'after',
      query: { open: true },
    };
    expect(await readAll(params)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(asked).toEqual(['/api/orders?open=true', '/api/orders?open=true&after=2', '/api/orders?open=true&after=4']);
  });

  it('numbers, until a page is empty', async () => {
    answer = (_, response, query) => json(response, Number(query.get('p')) < 2 ? [`page ${query.get('p')}`] : []);
    expect(await readAll({ paging: 'page', pageParam: 'p', firstPage: 0 })).toEqual(['page 0', 'page 1']);
    expect(asked).toEqual(['/api/orders?p=0', '/api/orders?p=1', '/api/orders?p=2']);
  });
});

describe('it never reads for ever', () => {
  it.each([
    ['to itself', (at: string) => at],
    ['in a circle of three', (at: string) => String((Number(at) + 1) % 3)],
    ['into a circle', (at: string) => (at === '9' ? '5' : String(Number(at) + 1))],
  ])('where a page leads %s', async (_, next) => {
    answer = (__, response, query) => json(response, { items: ['x'], next: next(query.get('cursor') ?? '0') });
    const params = { paging: 'cursor', items: 'items', cursor: 'next' };
    expect(await failureOf(readAll(params))).toMatchObject({ kind: 'refused', code: 'pages-in-a-circle' });
    expect(asked.length).toBeLessThan(30);
  });

  it('where there are more pages than it may read', async () => {
    answer = (_, response, query) => json(response, [query.get('page')]);
    expect(await failureOf(readAll({ paging: 'page', maxPages: 3 }))).toMatchObject({
      kind: 'flow',
      code: 'too-many-pages',
    });
    expect(asked).toHaveLength(3);
  });
});

it('never takes credentials outside of the connection, whatever a page says', async () => {
  answer = (_, response) => {
    response.setHeader('link', '<https://evil.example/orders>; rel="next"');
    json(response, ['a']);
  };
  expect(await failureOf(readAll({}))).toMatchObject({ kind: 'flow', code: 'url-outside-connection' });
});

it.each<[string, Answer, object]>([
  ['asks to slow down', (_, response) => json(response, {}, 429), { kind: 'transient', code: 'http-429' }],
  ['refuses', (_, response) => json(response, {}, 403), { kind: 'refused', category: 'auth' }],
  ['answers an HTML page', (_, response) => void response.end('<html>'), { kind: 'refused', code: 'answer-not-json' }],
  [
    'answers without the list',
    (_, response) => json(response, { rows: [] }),
    { kind: 'refused', code: 'list-missing' },
  ],
])('fails like every reading when the system %s', async (_, how, failure) => {
  answer = how;
  expect(await failureOf(readAll({}))).toMatchObject(failure);
});

it('hands items over in groups of each page', async () => {
  answer = (_, response) => json(response, ['a', 'b', 'c']);
  expect(await readAll({ group: 2 })).toEqual([['a', 'b'], ['c']]);
});

it.each([
  ['<https://a/b?x=1,2>; rel="next"', 'https://a/b?x=1,2'],
  ['<p>; rel=prev, <n>; title="a, b"; rel="last next"', 'n'],
  ['<n>; REL=NEXT', 'n'],
  ['<n>; rel="nextish"', undefined],
  [undefined, undefined],
])('reads the Link header %j', (header, target) => {
  expect(nextLink(header)).toBe(target);
});

it('wants to know where the cursor stands, and takes names for a path only', () => {
  const parse = (more: object) => readPages.params.safeParse({ url: '/orders', ...more });
  const issues = (more: object) => parse(more).error?.issues.map(({ path }) => path.join('/')) ?? [];
  expect(issues({ paging: 'cursor' })).toEqual(['cursor']);
  expect(issues({ paging: 'cursor', cursor: 'meta.next' })).toEqual([]);
  expect(issues({ items: '.orders' })).toEqual(['items']);
});

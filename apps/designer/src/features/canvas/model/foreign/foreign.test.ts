import { catalogue } from '@lockstep/nodes/catalogue';
import { applyEdit, invertEdit, isError, validateFlow } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { chain } from '../testing.ts';
import { readCurl } from './curl.ts';
import { pasteForeign } from './foreign-edit.ts';
import { readForeign } from './read-foreign.ts';
import { shellWords } from './shell.ts';

describe('a call of curl', () => {
  it('is taken apart as a shell does it', () => {
    expect(shellWords(`curl 'a b' "c \\"d\\"" $'e\\'\\u00e9\\n' f\\ g \\\n  h`)).toEqual([
      'curl',
      'a b',
      'c "d"',
      "e'é\n",
      'f g',
      'h',
    ]);
    expect(shellWords(`curl 'open`)).toBeUndefined();
  });

  it('becomes a request with method, address, query, headers and a JSON body', () => {
    const step = readCurl(
      `curl -X PUT 'https://api.example.com/v1/orders/7?notify=true' -H 'Accept: application/json' \\\n -H 'Content-Type: application/json' --data-raw '{"status":"=paid","n":1}' --max-time 5 --retry 2`,
    );
    expect(step).toMatchObject({
      name: 'PUT /v1/orders/7',
      params: {
        method: 'PUT',
        url: 'https://api.example.com/v1/orders/7',
        query: { notify: 'true' },
        headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
        body: { status: '="=paid"', n: 1 },
      },
      policy: { timeoutMs: 5_000, retry: { maxAttempts: 3 } },
      notes: [],
    });
  });

  it('posts a form when there is data, and puts data into the address with --get', () => {
    expect(readCurl('curl https://x.example/a -d a=1 -d b=2')?.params).toEqual({
      method: 'POST',
      url: 'https://x.example/a',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a=1&b=2',
    });
    expect(readCurl('curl -G https://x.example/a --data-urlencode "q=a b"')?.params).toEqual({
      method: 'GET',
      url: 'https://x.example/a',
      query: { q: 'a b' },
    });
  });

  it('never brings a secret into the drawing', () => {
    const step = readCurl(
      `curl https://me:hidden-1@x.example/ -u user:hidden-2 -H 'Authorization: Bearer hidden-3' -b 'sid=hidden-4' -H 'X-API-Key: hidden-5'`,
    );
    expect(JSON.stringify(step)).not.toContain('hidden');
    expect(step?.notes).toHaveLength(5);
  });

  it('says what it leaves out', () => {
    const { notes = [] } = readCurl(`curl -k https://x.example/ -F file=@a.csv -d @body.json`) ?? {};
    expect(notes.map((note) => note.split(' ').slice(0, 3).join(' '))).toEqual([
      'Certificates are always',
      'The form field',
      'The content of',
    ]);
  });
});

describe('an OpenAPI operation', () => {
  const document = {
    openapi: '3.1.0',
    servers: [{ url: 'https://api.example.com/v2/' }],
    paths: {
      '/orders/{orderId}/lines': {
        parameters: [{ $ref: '#/components/parameters/order' }],
        post: {
          operationId: 'addLine',
          summary: 'Add a line',
          parameters: [
            { name: 'dry-run', in: 'query', required: true },
            { name: 'lang', in: 'query' },
          ],
          requestBody: { content: { 'application/json': {} } },
          responses: { 201: {}, 409: {} },
          security: [{ oauth: [] }],
        },
      },
    },
    components: { parameters: { order: { name: 'orderId', in: 'path', required: true } } },
  };

  it('becomes a request that reads the message, and says what is left to do', () => {
    const foreign = readForeign(JSON.stringify(document));
    expect(foreign?.clip.nodes[0]).toMatchObject({
      name: 'Add a line',
      params: {
        method: 'POST',
        url: '="https://api.example.com/v2/orders/" + encodeURIComponent(input.orderId) + "/lines"',
        query: { 'dry-run': '=input["dry-run"]' },
        body: '=input',
        expectedStatuses: '201',
      },
    });
    expect(foreign?.notes.map(({ text }) => text)).toEqual([
      'Optional, left out: lang.',
      'It signs in by oauth: choose a connection.',
      'The message is sent as the body.',
    ]);
  });

  it('is read from a path alone, too', () => {
    const { paths } = document;
    const foreign = readForeign(JSON.stringify({ '/ping': { get: { responses: { 200: {} } } }, ...paths }));
    expect(foreign?.clip.nodes.map(({ name }) => name)).toEqual(['GET /ping', 'Add a line']);
  });
});

describe('pasting from another product', () => {
  const n8n = JSON.stringify({
    nodes: [
      {
        name: 'Hook',
        type: 'n8n-nodes-base.webhook',
        position: [0, 0],
        parameters: { path: 'orders', httpMethod: 'POST' },
      },
      { name: 'Strange', type: 'n8n-nodes-base.slack', position: [300, 0], parameters: {} },
    ],
    connections: { Hook: { main: [[{ node: 'Strange', type: 'main', index: 0 }]] } },
  });
  const red = JSON.stringify([
    { id: 'a', z: 't', type: 'inject', name: 'Start', x: 100, y: 100, wires: [['b']] },
    { id: 'b', z: 't', type: 'debug', name: 'Say', x: 300, y: 100, wires: [] },
  ]);

  it('takes n8n and Node-RED as they copy, and puts a note about what differs above, as one gesture', () => {
    const flow = chain('a b');
    for (const [text, from] of [
      [n8n, 'n8n'],
      [red, 'Node-RED'],
    ] as const) {
      const foreign = readForeign(text);
      expect(foreign?.from).toBe(from);
      if (foreign === undefined) continue;
      const { edit, ids } = pasteForeign(flow, foreign, { x: 0, y: 600 }, () => undefined);
      const next = applyEdit(flow, edit);
      expect(ids).toHaveLength(foreign.clip.nodes.length);
      expect(next.layout.notes).toHaveLength(foreign.notes.length > 0 ? 1 : 0);
      expect(applyEdit(next, invertEdit(flow, edit))).toEqual(flow);
    }
    const told = readForeign(n8n)?.notes.map(({ step }) => step);
    expect(told).toContain('Strange');
  });

  it('makes steps whose settings are valid', () => {
    const foreign = readForeign(`curl 'https://api.example.com/a' -H 'X-Shop: 1' -d '{"a":1}'`);
    const flow = { ...chain('a'), nodes: [], edges: [] };
    const next = foreign && applyEdit(flow, pasteForeign(flow, foreign, { x: 0, y: 0 }, () => undefined).edit);
    const errors = next
      ? validateFlow(next, catalogue).filter((issue) => isError(issue) && issue.field !== undefined)
      : [];
    expect(errors).toEqual([]);
  });

  it.each(['hello', '{"a":1}', '[1,2]', 'curl', '{"responses":{}}'])('leaves %s alone', (text) => {
    expect(readForeign(text)).toBeUndefined();
  });
});

import { catalogue } from '@lockstep/nodes/catalogue';
import { applyEdit, invertEdit, isError, validateFlow } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { chain } from '../testing.ts';
import { readCurl } from './curl.ts';
import { pasteForeign } from './foreign-edit.ts';
import { matchingOperations } from './matching.ts';
import { type Foreign, MOST_AT_ONCE, ofOperations, readForeign } from './read-foreign.ts';
import { shellWords } from './shell.ts';

const steps = async (text: string): Promise<Foreign> => {
  const read = await readForeign(text);
  if (read?.kind !== 'steps') throw new Error(`no steps: ${JSON.stringify(read)}`);
  return read.foreign;
};

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

  it('becomes a request that reads the message, and says what is left to do', async () => {
    const foreign = await steps(JSON.stringify(document));
    expect(foreign.clip.nodes[0]).toMatchObject({
      name: 'Add a line',
      params: {
        method: 'POST',
        url: '="https://api.example.com/v2/orders/" + encodeURIComponent(input.orderId) + "/lines"',
        query: { 'dry-run': '=input["dry-run"]' },
        body: '=input',
        expectedStatuses: '201',
      },
    });
    expect(foreign.notes.map(({ text }) => text)).toEqual([
      'Optional, left out: lang.',
      'It signs in by oauth: choose a connection.',
      'The message is sent as the body.',
    ]);
  });

  it('is read from a path alone, too', async () => {
    const { paths } = document;
    const foreign = await steps(JSON.stringify({ '/ping': { get: { responses: { 200: {} } } }, ...paths }));
    expect(foreign.clip.nodes.map(({ name }) => name)).toEqual(['GET /ping', 'Add a line']);
  });

  it('is the same in YAML, with anchors and merges, and says where YAML is wrong', async () => {
    const yaml = [
      '# Orders',
      'openapi: 3.1.0',
      'servers: [{ url: https://api.example.com/v2 }]',
      'x-common: &common { responses: { 200: {}, 404: {} } }',
      'paths:',
      '  /orders/{id}:',
      '    get: { <<: *common, summary: Read an order, parameters: [{ name: id, in: path, required: true }] }',
    ].join('\n');
    const { clip } = await steps(yaml);
    expect(clip.nodes[0]).toMatchObject({
      name: 'Read an order',
      params: {
        url: '="https://api.example.com/v2/orders/" + encodeURIComponent(input.id)',
        expectedStatuses: '200',
      },
    });
    expect(await readForeign(`${yaml} : :\n  bad`)).toEqual({
      kind: 'broken',
      problem: expect.stringMatching(/^Line 7: /),
    });
  });

  it('of Swagger 2.0 is sent to its host, with its body', async () => {
    const parameters = [
      { in: 'body', name: 'order', required: true },
      { in: 'formData', name: 'file' },
    ];
    const post = { parameters, responses: { 201: {} } };
    const swagger = { swagger: '2.0', host: 'api.example.com', basePath: '/v1', paths: { '/orders': { post } } };
    const { clip, notes } = await steps(JSON.stringify(swagger));
    expect(clip.nodes[0]?.params).toMatchObject({ url: 'https://api.example.com/v1/orders', body: '=input' });
    expect(notes.map(({ text }) => text)).toContain('Fields of a form, left out: file.');
  });

  it('that cannot become a step is told', async () => {
    const paths = {
      '/a': { get: { responses: {} }, options: { responses: {} }, put: 'later' },
      '/b': { $ref: './b.yaml' },
    };
    const { notes } = await steps(JSON.stringify({ openapi: '3.1.0', servers: [{ url: 'https://x.example' }], paths }));
    expect(notes).toEqual([
      { step: 'PUT /a', text: 'It could not be read, and was left out.' },
      { step: 'OPTIONS /a', text: 'A step does not send it: it was left out.' },
      { step: '/b', text: 'It is described elsewhere, and was left out.' },
    ]);
  });

  it('is chosen where there are many, and none is left out in silence', async () => {
    const many = Array.from({ length: MOST_AT_ONCE + 5 }, (_, index) => [
      `/things/${index}`,
      { get: { summary: `Thing ${index}`, tags: ['Things'], responses: {} }, delete: { responses: {} } },
    ]);
    const read = await readForeign(JSON.stringify({ openapi: '3.1.0', paths: Object.fromEntries(many) }));
    if (read?.kind !== 'choice') throw new Error('a choice');
    const { operations } = read.api;
    expect(operations).toHaveLength(2 * (MOST_AT_ONCE + 5));
    expect(matchingOperations(operations, 'delete things/33').map((index) => operations[index]?.name)).toEqual([
      'DELETE /things/33',
    ]);
    expect(matchingOperations(operations, 'thing TAGS')).toEqual([]);
    const { clip } = ofOperations(read.api, operations);
    expect(clip.nodes).toHaveLength(operations.length);
    expect(new Set(Object.values(clip.places).map(({ x, y }) => `${x} ${y}`)).size).toBe(operations.length);
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

  it('takes n8n and Node-RED as they copy, and puts a note about what differs above, as one gesture', async () => {
    const flow = chain('a b');
    for (const [text, from] of [
      [n8n, 'n8n'],
      [red, 'Node-RED'],
    ] as const) {
      const foreign = await steps(text);
      expect(foreign.from).toBe(from);
      const { edit, ids } = pasteForeign(flow, foreign, { x: 0, y: 600 }, () => undefined);
      const next = applyEdit(flow, edit);
      expect(ids).toHaveLength(foreign.clip.nodes.length);
      expect(next.layout.notes).toHaveLength(foreign.notes.length > 0 ? 1 : 0);
      expect(applyEdit(next, invertEdit(flow, edit))).toEqual(flow);
    }
    const told = (await steps(n8n)).notes.map(({ step }) => step);
    expect(told).toContain('Strange');
  });

  it('makes steps whose settings are valid', async () => {
    const foreign = await steps(`curl 'https://api.example.com/a' -H 'X-Shop: 1' -d '{"a":1}'`);
    const flow = { ...chain('a'), nodes: [], edges: [] };
    const next = applyEdit(flow, pasteForeign(flow, foreign, { x: 0, y: 0 }, () => undefined).edit);
    const errors = validateFlow(next, catalogue).filter((issue) => isError(issue) && issue.field !== undefined);
    expect(errors).toEqual([]);
  });

  it.each(['hello', '{"a":1}', '[1,2]', 'curl', '{"responses":{}}'])('leaves %s alone', async (text) => {
    expect(await readForeign(text)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { ENDPOINTS, type HookOperation, openApiDocument } from './index.ts';

const hook = (path: string, flowId: string): HookOperation => ({
  ...{ path, method: 'POST', flowId, node: 'in', flowName: flowId, respondsItself: false },
});
const QUERY = {
  type: 'object',
  properties: { sku: { type: 'string', description: 'Article' }, places: { type: 'array', items: { type: 'string' } } },
  required: ['sku'],
};

const document = openApiDocument({
  version: '1.2.3',
  endpoints: ENDPOINTS,
  hooks: [
    {
      ...{ ...hook('shopify/orders-create', 'order-to-erp'), reference: 'orderRef', dedupeHeader: 'Id' },
      callbacks: [
        {
          ...{
            node: 'tell',
            description: 'Tell the shop',
            method: 'POST',
            field: ['reply', 'a/b~c'],
            keyHeader: 'Key',
          },
          schema: { type: 'object' },
        },
      ],
    },
    { ...hook('edi/855', 'acks'), respondsItself: true, bodyType: 'text/plain', refusesOthers: true },
    { ...hook('stock', 'stock'), method: 'GET', bodySchema: QUERY, keyHeader: 'x-key' },
    {
      ...{ ...hook('stock', 'stock'), method: 'PUT', node: 'set', respondsItself: true },
      answers: [
        { status: 200, description: 'Set', schema: { type: 'object' }, example: { sku: 'A' } },
        { status: 422, description: 'Refused' },
      ],
    },
  ],
  topics: [{ topic: 'stock/changed', description: 'What stands where', dataSchema: { type: 'object' } }],
});
const paths = document.paths as Record<
  string,
  Record<string, { operationId: string; parameters?: { in: string; name: string }[] }>
>;

describe('openApiDocument', () => {
  it('has every endpoint once, with a unique operation id', () => {
    const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(ids.toSorted()).toEqual(
      [
        ...ENDPOINTS.map(({ id }) => id),
        ...['hook:order-to-erp', 'hook:acks', 'hook:stock:in', 'hook:stock:set', 'topic:stock/changed'],
      ].toSorted(),
    );
  });

  it('has a call to an address of the sender as a callback, by where the address stands', () => {
    expect(document).toMatchObject({
      paths: {
        '/hooks/shopify/orders-create': {
          post: {
            callbacks: {
              tell: {
                '{$request.body#/reply/a~1b~0c}': {
                  post: {
                    ...{ summary: 'Tell the shop', parameters: [{ name: 'Key', in: 'header' }] },
                    requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
                    responses: { '2XX': {}, default: {} },
                  },
                },
              },
            },
          },
        },
      },
    });
    expect(document).not.toHaveProperty(['paths', '/hooks/edi/855', 'post', 'callbacks']);
  });

  it('declares each path parameter that stands in the path', () => {
    for (const [path, methods] of Object.entries(paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();
      for (const { parameters = [] } of Object.values(methods)) {
        const declared = parameters.filter((p) => p.in === 'path').map(({ name }) => name);
        expect({ path, names: declared.toSorted() }).toEqual({ path, names: inPath });
      }
    }
  });

  it('lists the problems of an operation by status', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Lockstep', version: '1.2.3' },
      paths: {
        '/api/exceptions/{id}/retry': {
          post: {
            responses: {
              '202': { description: 'Done' },
              '404': { description: '`not-found`: Not found' },
              '409': {
                description:
                  '`exception-settled`: The exception is settled already. `run-undone`: The run took back what it had done. `run-replayed`: The run is repeated by a replay',
              },
            },
          },
        },
        '/hooks/shopify/orders-create': {
          post: { requestBody: { content: { 'application/json': {} } }, responses: { '202': {}, '503': {} } },
        },
        '/events/stock/changed': {
          post: {
            requestBody: {
              content: {
                'application/cloudevents+json': { schema: { properties: { data: { type: 'object' } } } },
                'application/cloudevents-batch+json': {},
                'application/json': { schema: { type: 'object' } },
              },
            },
            responses: { '202': {}, '401': {}, '413': {} },
          },
        },
        '/hooks/edi/855': { post: { requestBody: { content: { 'text/plain': {} } }, responses: { '200': {} } } },
      },
    });
  });

  it('describes each method of an address: a query, keys, references, and the answers of the flow beside refusals', () => {
    expect(document).toMatchObject({
      paths: {
        '/hooks/stock': {
          get: {
            parameters: [
              { name: 'sku', in: 'query', required: true, description: 'Article', schema: { type: 'string' } },
              { name: 'places', in: 'query', required: false, schema: { type: 'array', items: { type: 'string' } } },
            ],
            security: [{ 'senderKey-x-key': [] }],
          },
          put: {
            requestBody: {},
            responses: {
              '200': { content: { 'application/json': { schema: { type: 'object' }, example: { sku: 'A' } } } },
              '422': { description: 'Refused' },
            },
          },
        },
        '/hooks/shopify/orders-create': {
          post: {
            parameters: [{ name: 'Id', in: 'header' }],
            responses: {
              '202': { content: { 'application/json': { schema: { allOf: [{}, { properties: { orderRef: {} } }] } } } },
            },
          },
        },
        '/hooks/edi/855': {
          post: { responses: { '422': { description: expect.stringContaining('idempotency-mismatch') } } },
        },
      },
      components: { securitySchemes: { 'senderKey-x-key': { type: 'apiKey', in: 'header', name: 'x-key' } } },
    });
    expect(document).not.toHaveProperty(['paths', '/hooks/stock', 'get', 'requestBody']);
  });

  it('places schemas and their parts once, and leads what refers to them there', () => {
    const money = { type: 'object', properties: { amount: { type: 'string' } } };
    const schema = (title: string) => ({
      ...{ $schema: 'https://json-schema.org/draft/2020-12/schema', title, type: 'object', $defs: { money } },
      properties: { total: { $ref: '#/$defs/money', description: 'Sum' }, parts: { items: { $ref: '#' } } },
    });
    const hooks = [
      { ...hook('a', 'a'), bodySchema: schema('Order') },
      { ...hook('b', 'b'), bodySchema: schema('Order') },
      { ...hook('c', 'c'), bodySchema: { ...schema('Order'), required: ['total'] } },
      { ...hook('d', 'd'), method: 'GET' as const, bodySchema: schema('Problem') },
    ];
    const topics = [{ topic: 't', description: '', dataSchema: schema('Order') }];
    const printed = openApiDocument({ version: '1', endpoints: ENDPOINTS, hooks, topics });
    const { schemas } = printed.components as { readonly schemas: Readonly<Record<string, object>> };
    expect(Object.keys(schemas)).toEqual([
      ...['Problem', 'Accepted', 'Order', 'Order.money', 'Order2', 'Order2.money', 'Problem2', 'Problem2.money'],
    ]);
    const total = { $ref: '#/components/schemas/Order.money', description: 'Sum' };
    expect(schemas.Order).toEqual({
      ...{ title: 'Order', type: 'object' },
      properties: { total, parts: { items: { $ref: '#/components/schemas/Order' } } },
    });
    const refs = [...JSON.stringify(printed).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref);
    const isThere = (ref: string) =>
      ref.startsWith('#/') &&
      ref
        .slice(2)
        .split('/')
        .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], printed) !== undefined;
    expect([...new Set(refs)].filter((ref) => !isThere(ref))).toEqual([]);
  });
});

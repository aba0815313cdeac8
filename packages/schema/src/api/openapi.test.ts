import { describe, expect, it } from 'vitest';
import { ENDPOINTS, openApiDocument } from './index.ts';

const document = openApiDocument({
  version: '1.2.3',
  endpoints: ENDPOINTS,
  hooks: [
    { path: 'shopify/orders-create', flowId: 'order-to-erp', flowName: 'Order to ERP', respondsItself: false },
    { path: 'edi/855', flowId: 'acks', flowName: 'Acknowledgements', respondsItself: true, bodyType: 'text/plain' },
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
      [...ENDPOINTS.map(({ id }) => id), 'hook:order-to-erp', 'hook:acks', 'topic:stock/changed'].toSorted(),
    );
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
});

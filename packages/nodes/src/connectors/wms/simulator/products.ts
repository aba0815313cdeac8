import { z } from 'zod';
import { json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { type Kept, keepLast } from '../../../simulators/kit/kept.ts';
import { failed, paged, unprocessable } from './replies.ts';

const Product = z.strictObject({
  name: z.string().min(1).max(100),
  barcode: z
    .string()
    .regex(/^\d{8}$|^\d{12,14}$/)
    .nullable()
    .default(null),
  weightGrams: z.int().min(0).nullable().default(null),
  active: z.boolean().default(true),
  attributes: z.record(z.string().max(40), z.string().max(100)).default({}),
});
export type WmsProduct = z.infer<typeof Product> & { readonly sku: string };

/** The articles a warehouse knows: said as a whole by `PUT`, so a repeat changes nothing. */
export interface Products {
  readonly all: Kept<string, WmsProduct>['values'];
  /** @returns undefined for an address that is none of theirs */
  handle(request: SimRequest): Reply | undefined;
}

export function createProducts(keep: number): Products {
  const kept = keepLast<string, WmsProduct>(keep);
  return {
    all: () => kept.values(),
    handle: (request) => {
      const { pathname, searchParams } = request.url;
      if (pathname === '/v1/products' && request.method === 'GET')
        return paged(kept.values(), searchParams, 'products');
      const path = /^\/v1\/products\/([^/]+)$/.exec(pathname)?.[1];
      if (path === undefined) return undefined;
      const sku = decodeURIComponent(path);
      const known = kept.get(sku);
      if (request.method === 'GET') return known ? json(200, known) : failed(404, 'NotFound', `There is no '${sku}'`);
      if (request.method !== 'PUT') return failed(405, 'MethodNotAllowed', `${request.method} is not allowed here`);
      const body = readJson(request.body);
      if (body === undefined) return failed(400, 'InvalidInput', 'The body is not JSON');
      const parsed = Product.safeParse(body);
      if (!parsed.success) return unprocessable(parsed.error);
      const product = { sku, ...parsed.data };
      kept.set(sku, product);
      return json(known ? 200 : 201, product);
    },
  };
}

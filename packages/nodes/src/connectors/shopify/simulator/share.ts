import { z } from 'zod';
import { json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { badField } from '../../../simulators/kit/faults.ts';

const Body = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).nullable(),
  every: z.int().min(1).max(1_000).default(4),
});

export interface ShareOf {
  readonly url: string;
  readonly every: number;
}

/** Another address to which some of what the shop sells by itself goes instead: two ways of taking orders, side by side. */
export interface Share {
  readonly url: string | undefined;
  /** Where it goes, and every how manieth; absent where nobody was named. */
  readonly current: ShareOf | undefined;
  /** Whether the order of this number goes there. */
  takes(orderNumber: number): boolean;
  /** `PUT /_sim/share` `{ url, every }`, null for nobody; `undefined` for any other request. */
  control(request: SimRequest): Reply | undefined;
}

export function createShare(first?: ShareOf): Share {
  let url = first?.url;
  let every = first?.every ?? 4;
  return {
    get url() {
      return url;
    },
    get current() {
      return url === undefined ? undefined : { url, every };
    },
    takes: (orderNumber) => url !== undefined && orderNumber % every === 0,
    control: (request) => {
      if (`${request.method} ${request.url.pathname}` !== 'PUT /_sim/share') return undefined;
      const parsed = Body.safeParse(readJson(request.body));
      if (!parsed.success) return badField(parsed.error);
      url = parsed.data.url ?? undefined;
      every = parsed.data.every;
      return json(200, { url: url ?? null, every });
    },
  };
}

import { z } from 'zod';
import { json, type Reply, readJson, type SimRequest } from './exchange.ts';
import { badField } from './faults.ts';

/** The address a system sends its webhooks to. */
export interface Target {
  readonly url: string | undefined;
  set(url: string | undefined): void;
  /** `PUT /_sim/<name>` `{ url }`, null for nobody; `undefined` for any other request. */
  control(request: SimRequest): Reply | undefined;
}

const TargetBody = z.strictObject({ url: z.url({ protocol: /^https?$/ }).nullable() });

/** @param name of its switch, for a system that sends to more than one */
export function createTarget(
  first: string | undefined,
  {
    onSet = () => undefined,
    name = 'target',
  }: { readonly onSet?: (url: string | undefined) => void; readonly name?: string } = {},
): Target {
  let url = first;
  const set = (next: string | undefined): void => {
    url = next;
    onSet(next);
  };
  return {
    get url() {
      return url;
    },
    set,
    control: (request) => {
      if (`${request.method} ${request.url.pathname}` !== `PUT /_sim/${name}`) return undefined;
      const parsed = TargetBody.safeParse(readJson(request.body));
      if (!parsed.success) return badField(parsed.error);
      set(parsed.data.url ?? undefined);
      return json(200, { url: url ?? null });
    },
  };
}

import type { Json, JsonObject } from '@lockstep/schema/run';
import { isObject } from './raw-segment.ts';

/** What a step is to write, whatever form it was given in. */
export interface GivenDocument {
  readonly interchanges: readonly JsonObject[];
  readonly messages: readonly JsonObject[];
  readonly given: JsonObject;
}

/**
 * The messages in what was given: an object that lists them under `list`, a list of messages, or one message; `{ [kind]: type, data }`
 * is made of bare fields when the type is said. `undefined` when it is nothing of this.
 */
export function documentOf(
  given: Json,
  { list, kind, type }: { readonly list: string; readonly kind: string; readonly type: string | undefined },
): GivenDocument | undefined {
  const whole = isObject(given) ? given : {};
  if (type === undefined || Array.isArray(whole[list])) {
    const found = Array.isArray(whole[list])
      ? whole[list]
      : Array.isArray(given)
        ? given
        : isObject(given) && kind in given
          ? [given]
          : undefined;
    if (!found?.every(isObject)) return undefined;
    const interchanges = Array.isArray(whole.interchanges) ? whole.interchanges.filter(isObject) : [];
    return { interchanges, messages: found, given: whole };
  }
  const fields = Array.isArray(given) ? given : [given];
  if (!fields.every(isObject)) return undefined;
  return { interchanges: [], messages: fields.map((data) => ({ [kind]: type, data })), given: {} };
}

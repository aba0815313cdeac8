import type { MessageChange } from '@lockstep/schema/api';
import type { Json, JsonObject } from '@lockstep/schema/run';

/** What differs between two messages, by JSON pointer, in the order of the message. Lists are compared place by place. */
export function messageChanges(before: Json, after: Json, path = ''): MessageChange[] {
  if (Object.is(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, i) => changeAt(before[i], after[i], `${path}/${i}`)).flat();
  }
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changeAt(own(before, key), own(after, key), `${path}/${escaped(key)}`));
  }
  return [{ path, before, after }];
}

function changeAt(before: Json | undefined, after: Json | undefined, path: string): MessageChange[] {
  if (before === undefined) return after === undefined ? [] : [{ path, after }];
  return after === undefined ? [{ path, before }] : messageChanges(before, after, path);
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (value: JsonObject, key: string) => (Object.hasOwn(value, key) ? value[key] : undefined);
const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

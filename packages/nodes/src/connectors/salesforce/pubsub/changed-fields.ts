import type { Json } from '@lockstep/schema/run';
import { at, isObject, listAt, textAt } from '../../kit/read-json.ts';

/**
 * Names of the fields a bitmap stands for: `0x…` over the fields of the schema, `3-0x…` over those of its field 3, which has fields of its
 * own. What is no bitmap is a name already.
 *
 * @see developer.salesforce.com, Pub/Sub API, "Event Deserialization Considerations"
 */
export function fieldsOf(schema: Json, bitmaps: readonly string[]): readonly string[] {
  const top = listAt(schema, 'fields');
  return bitmaps.flatMap((bitmap) => {
    if (bitmap.startsWith('0x')) return bitsOf(bitmap).flatMap((bit) => textAt(top[bit], 'name') ?? []);
    const [position = '', nested = ''] = bitmap.split('-');
    if (!/^\d+$/.test(position) || !nested.startsWith('0x')) return [bitmap];
    const parent = top[Number(position)];
    const name = textAt(parent, 'name');
    const inner = listAt(recordOf(at(parent, 'type')), 'fields');
    if (name === undefined) return [];
    return bitsOf(nested).flatMap((bit) => {
      const child = textAt(inner[bit], 'name');
      return child === undefined ? [] : [`${name}.${child}`];
    });
  });
}

/** The lowest bit is the first field. */
function bitsOf(bitmap: string): readonly number[] {
  const digits = bitmap.slice(2);
  if (!/^[0-9a-f]+$/i.test(digits)) return [];
  return [...digits]
    .reverse()
    .flatMap((digit, place) =>
      [0, 1, 2, 3].flatMap((bit) => ((Number.parseInt(digit, 16) >> bit) & 1 ? [place * 4 + bit] : [])),
    );
}

/** The record among the types a field may have. */
function recordOf(type: Json | undefined): Json | undefined {
  const choices = Array.isArray(type) ? type : [type];
  return choices.find((choice) => isObject(choice) && choice.type === 'record');
}

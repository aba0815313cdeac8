import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { isObject, textAt } from '../../kit/read-json.ts';
import { askBusinessCentral, unreadable } from '../client.ts';
import { hasChanged } from '../failures.ts';
import type { changeBcRecord } from './definition.ts';

export const runChangeBcRecord: RunNode<typeof changeBcRecord> = async ({ params }, ctx) => {
  const { connection, entity, id, fields } = params;
  if (!isObject(fields)) {
    const message = 'The fields are no object: write them by name, for example { "displayName": "Mug" }.';
    throw new StepError({ kind: 'item', category: 'validation', code: 'fields-invalid', message });
  }
  const path = `${entity}(${id})`;
  const read = async (): Promise<JsonObject> => {
    const { body } = await askBusinessCentral(ctx, connection, { method: 'GET', path, write: false });
    return isObject(body) ? body : unreadable(false);
  };
  const shownAs = (record: JsonObject) => ({ id, etag: etagOf(record), record: record as Json });
  // After a lost answer the etag that was read is old by our own hand: what counts is whether the values are there.
  if (params.etag !== undefined && (ctx.outcomeUnknown || ctx.attempt > 1)) {
    const now = await read();
    if (Object.entries(fields).every(([name, value]) => sameJson(now[name], value))) {
      return { port: 'changed', value: shownAs(now) };
    }
  }
  const etag = params.etag ?? etagOf(await read());
  const answer = await askBusinessCentral(ctx, connection, {
    method: 'PATCH',
    path,
    body: fields,
    headers: { 'if-match': etag },
    write: true,
    also: [409, 412],
  });
  const { status } = answer.response;
  if (status === 409 || status === 412) {
    if (!hasChanged(answer.response)) {
      const message = `Business Central refused the change (${status}).`;
      throw new StepError({ kind: 'refused', category: 'business', code: 'bc-refused', message });
    }
    return { port: 'conflict', value: shownAs(await read()) };
  }
  return { port: 'changed', value: shownAs(isObject(answer.body) ? answer.body : await read()) };
};

function etagOf(record: JsonObject): string {
  return textAt(record, '@odata.etag') ?? '*';
}

function sameJson(a: Json | undefined, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

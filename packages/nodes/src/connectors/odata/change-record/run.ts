import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { isObject } from '../../kit/read-json.ts';
import { recordPath, setNamed } from '../addresses.ts';
import { openODataService } from '../client.ts';
import { contentType } from '../content-type.ts';
import { failureOf, hasChanged, unfit, unreadable } from '../failures.ts';
import { fromWire, type PlainRecord, recordOf } from '../from-wire.ts';
import { toWire } from '../to-wire.ts';
import type { changeODataRecord } from './definition.ts';

export const runChangeODataRecord: RunNode<typeof changeODataRecord> = async ({ params }, ctx) => {
  const { fields, key } = params;
  if (!isObject(fields)) throw unfit('item', 'The fields must be an object, by name.');
  const service = await openODataService(ctx, params.connection, params.service);
  const set = setNamed(service.model, params.set);
  if ('wrong' in set) throw unfit('flow', set.wrong);
  const path = recordPath(service.model, set, key);
  if (typeof path !== 'string') throw unfit('item', path.wrong);
  const written = toWire(service.model, set.type, fields);
  if ('wrong' in written) throw unfit('item', written.wrong);
  const read = async (): Promise<PlainRecord | undefined> => {
    const body = await service.get(path);
    if (body === undefined) return undefined;
    const record = recordOf(service.model, body);
    if (!record) throw unreadable(false);
    return fromWire(service.model, set.type, record);
  };

  // After a lost answer the etag that was read is old by our own hand: what counts is whether the values are there.
  const unsure = ctx.outcomeUnknown || ctx.attempt > 1;
  const before = params.etag === undefined || unsure ? await read() : undefined;
  if (before === undefined && (params.etag === undefined || unsure)) return { port: 'none', value: { key } };
  if (before && unsure && hasValues(before, fromWire(service.model, set.type, written.body).fields)) {
    return { port: 'changed', value: { record: before } };
  }
  const etag = params.etag ?? before?.etag;
  const answer = await service.send({
    method: 'PATCH',
    path,
    body: written.body,
    headers: { ...contentType(written.numbersAsText), ...(etag !== undefined && { 'if-match': etag }) },
  });
  if (answer.status === 404) return { port: 'none', value: { key } };
  if (hasChanged(answer)) {
    const now = await read();
    return now ? { port: 'conflict', value: { record: now } } : { port: 'none', value: { key } };
  }
  if (answer.status < 200 || answer.status > 299) throw new StepError(failureOf(answer, { write: true, now: ctx.now }));
  const after = await read();
  return after ? { port: 'changed', value: { record: after } } : { port: 'none', value: { key } };
};

function hasValues(record: PlainRecord, fields: Readonly<Record<string, Json>>): boolean {
  return Object.entries(fields).every(([name, value]) => sameValue(record.fields[name], value));
}

/** A service may give a decimal back with other zeros behind the point. */
function sameValue(found: Json | undefined, wanted: Json): boolean {
  if (JSON.stringify(found) === JSON.stringify(wanted)) return true;
  const numbers = [found, wanted].map((value) =>
    typeof value === 'string' && value.trim() !== '' ? Number(value) : value,
  );
  return typeof numbers[0] === 'number' && numbers[0] === numbers[1];
}

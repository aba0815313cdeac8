import { type RunNode, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { sapMessages } from '../../kit/odata-error.ts';
import { isObject, readJson } from '../../kit/read-json.ts';
import { withQuery } from '../../kit/url.ts';
import { equalFilter, setNamed } from '../addresses.ts';
import { type ODataService, openODataService } from '../client.ts';
import { contentType } from '../content-type.ts';
import { failureOf, unfit, unreadable } from '../failures.ts';
import { fromWire, type PlainRecord, pageOf, recordOf } from '../from-wire.ts';
import type { EntitySet } from '../model.ts';
import { toWire } from '../to-wire.ts';
import type { createODataRecord } from './definition.ts';

/** A lost answer does not stop the service: it may commit a moment after we look. */
const SETTLE_MS = 3_000;

export const runCreateODataRecord: RunNode<typeof createODataRecord> = async ({ params }, ctx) => {
  const { fields } = params;
  if (!isObject(fields)) throw unfit('item', 'The fields must be an object, by name.');
  const service = await openODataService(ctx, params.connection, params.service);
  const set = setNamed(service.model, params.set);
  if ('wrong' in set) throw unfit('flow', set.wrong);
  const written = toWire(service.model, set.type, fields);
  if ('wrong' in written) throw unfit('item', written.wrong);

  if (params.lookUp === 'always' || mayExist(ctx)) {
    const existing = await find(service, set, referenceOf(params.reference, fields));
    if (existing) {
      ctx.log('info', `The record was there already in ${set.name}.`, { key: existing.key });
      return { port: 'created', value: { record: existing, created: false, warnings: [] } };
    }
  }
  const answer = await settling(() =>
    service.send({ method: 'POST', path: set.name, body: written.body, headers: contentType(written.numbersAsText) }),
  );
  if (answer.status < 200 || answer.status > 299) throw settled(failureOf(answer, { write: true, now: ctx.now }));
  const body = recordOf(service.model, readJson(answer.text));
  if (!body) throw settled(unreadable(true).failure);
  const warnings = sapMessages(answer);
  for (const { code, message, severity } of warnings) {
    ctx.log(severity === 'info' ? 'info' : 'warn', `The service says with the record: ${message}`, { code, severity });
  }
  return {
    port: 'created',
    value: { record: fromWire(service.model, set.type, body), created: true, warnings: [...warnings] },
  };
};

/** Beyond the unknown outcome: any repeated attempt, and a replay, whose message went through another run before. */
function mayExist({ outcomeUnknown, attempt, trigger }: StepContext): boolean {
  return outcomeUnknown || attempt > 1 || trigger.kind === 'replay';
}

function referenceOf(reference: string | undefined, fields: JsonObject): Readonly<Record<string, Json>> {
  const names = (reference ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) {
    const message =
      'An earlier attempt may have created the record, and the step does not say by which fields it is found again.';
    throw new StepError({ kind: 'refused', category: 'business', code: 'odata-no-reference', message });
  }
  return Object.fromEntries(
    names.map((name) => {
      const value = fields[name];
      if (value === undefined || value === null || value === '') {
        throw unfit('item', `The record is found again by ${name}, but the message gives it no value.`);
      }
      return [name, value];
    }),
  );
}

/** The first record with these values. Compared again here: a filter a service ignores finds them all. */
async function find(
  { model, get }: ODataService,
  set: EntitySet,
  reference: Readonly<Record<string, Json>>,
): Promise<PlainRecord | undefined> {
  const filter = equalFilter(model, set, reference);
  if (typeof filter !== 'string') throw unfit('flow', filter.wrong);
  const page = pageOf(model, await get(withQuery(set.name, { $filter: filter, $top: 100 })));
  if (!page) throw unreadable(false);
  return page.records
    .map((record) => fromWire(model, set.type, record))
    .find((record) => Object.entries(reference).every(([name, value]) => same(record.fields[name], value)));
}

/** Numbers may come as text, and numbers of documents and partners with or without the zeros in front. */
function same(found: Json | undefined, wanted: Json): boolean {
  const [left, right] = [String(found ?? ''), String(wanted)];
  const isDecimal = (text: string) => /^[+-]?\d+\.\d+$/.test(text);
  if (typeof wanted === 'number' || isDecimal(left) || isDecimal(right)) {
    return left.trim() !== '' && Number(left) === Number(right);
  }
  const plain = (text: string) => (/^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, '') : text.toUpperCase());
  return plain(left) === plain(right);
}

async function settling<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof StepError) throw settled(error.failure, error);
    throw error;
  }
}

/** A failure with an unknown outcome asks for the time in which the outcome settles. */
function settled(failure: StepError['failure'], cause?: Error): StepError {
  if (failure.outcomeUnknown !== true) return new StepError(failure, { cause });
  return new StepError({ ...failure, retryAfterMs: Math.max(SETTLE_MS, failure.retryAfterMs ?? 0) }, { cause });
}

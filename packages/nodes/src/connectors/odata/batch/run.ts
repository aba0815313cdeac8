import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { odataErrorOf } from '../../kit/odata-error.ts';
import { isObject, readJson } from '../../kit/read-json.ts';
import { recordPath, setNamed } from '../addresses.ts';
import { type ODataService, openODataService } from '../client.ts';
import { contentType } from '../content-type.ts';
import { failureOf, unfit, unreadable } from '../failures.ts';
import { fromWire, recordOf } from '../from-wire.ts';
import type { EntitySet } from '../model.ts';
import { toWire } from '../to-wire.ts';
import type { batchOData } from './definition.ts';
import { type Part, type PartAnswer, readBatch, writeChangeset } from './multipart.ts';

const Changes = z
  .array(
    z.strictObject({
      action: z.enum(['create', 'change', 'delete']),
      set: z.string(),
      key: z.json().optional(),
      fields: z.record(z.string(), z.json()).optional(),
      etag: z.string().default('*'),
    }),
  )
  .min(1)
  .max(100);
type Change = z.infer<typeof Changes>[number];

export const runBatchOData: RunNode<typeof batchOData> = async ({ params }, ctx) => {
  const asked = Changes.safeParse(params.changes);
  if (!asked.success) {
    const [issue] = asked.error.issues;
    throw unfit('item', `The changes cannot be sent: ${issue?.path.join('.') || 'the list'}: ${issue?.message}.`);
  }
  const service = await openODataService(ctx, params.connection, params.service);
  const parts = asked.data.map((change, index) => partOf(service, change, index));
  // The key of the step stands in no body by chance.
  const boundary = ctx.key.replace(/[^A-Za-z0-9]/g, '_');
  const answer = await service.send({
    method: 'POST',
    path: '$batch',
    body: writeChangeset(
      parts.map(({ part }) => part),
      boundary,
    ),
    headers: { 'content-type': `multipart/mixed; boundary=batch_${boundary}`, accept: 'multipart/mixed' },
  });
  if (answer.status < 200 || answer.status > 299) throw new StepError(failureOf(answer, { write: true, now: ctx.now }));
  const answers = readBatch(answer.headers['content-type'], answer.text);
  if (!answers || answers.length === 0) throw unreadable(true);
  const refused = answers.find(({ status }) => status < 200 || status > 299);
  if (refused) return rolledBack(refused, ctx.now);
  if (answers.length !== parts.length) throw unreadable(true);
  return { port: 'done', value: { results: answers.map((one, at) => resultOf(service, parts[at]?.set, one)) } };
};

function partOf(
  { model }: ODataService,
  change: Change,
  index: number,
): { readonly part: Part; readonly set: EntitySet } {
  const wrong = (kind: 'flow' | 'item', reason: string | readonly string[]) =>
    unfit(
      kind,
      typeof reason === 'string'
        ? `Change ${index + 1}: ${reason}`
        : reason.map((one) => `Change ${index + 1}: ${one}`),
    );
  const set = setNamed(model, change.set);
  if ('wrong' in set) throw wrong('item', set.wrong);
  const written = change.action === 'delete' ? undefined : toWire(model, set.type, change.fields ?? {});
  if (written && 'wrong' in written) throw wrong('item', written.wrong);
  const path = change.action === 'create' ? set.name : recordPath(model, set, change.key ?? null);
  if (typeof path !== 'string') throw wrong('item', path.wrong);
  return {
    set,
    part: {
      method: change.action === 'create' ? 'POST' : change.action === 'change' ? 'PATCH' : 'DELETE',
      path,
      headers: {
        accept: 'application/json',
        ...(change.action !== 'create' && { 'If-Match': change.etag }),
        ...(written && contentType(written.numbersAsText)),
      },
      ...(written && { body: written.body }),
    },
  };
}

/** A changeset is all or none: what was refused says it for all. What may pass by itself is tried again, as nothing was done. */
function rolledBack({ status, headers, text }: PartAnswer, now: number) {
  const failure = failureOf({ status, headers, text }, { write: false, now });
  if (failure.kind === 'transient') throw new StepError(failure);
  const error = odataErrorOf(readJson(text));
  return {
    port: 'rolled-back' as const,
    value: { status, code: error?.code ?? '', message: error?.message ?? failure.message },
  };
}

function resultOf({ model }: ODataService, set: EntitySet | undefined, { text }: PartAnswer): Json {
  const body = recordOf(model, readJson(text));
  if (!set || !isObject(body)) return null;
  const { key, etag, fields } = fromWire(model, set.type, body);
  return { key, ...(etag !== undefined && { etag }), fields };
}

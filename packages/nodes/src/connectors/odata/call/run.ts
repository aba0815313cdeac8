import { type RunNode, StepError } from '@lockstep/schema/node';
import { readJson } from '../../kit/read-json.ts';
import { recordPath, setNamed } from '../addresses.ts';
import { openODataService } from '../client.ts';
import { contentType } from '../content-type.ts';
import { failureOf, hasChanged, unfit, unreadable } from '../failures.ts';
import { fromWire, recordOf, resultOf } from '../from-wire.ts';
import { operationCall, operationNamed } from '../operations.ts';
import type { callOData } from './definition.ts';

export const runCallOData: RunNode<typeof callOData> = async ({ params }, ctx) => {
  const { key, reads } = params;
  const service = await openODataService(ctx, params.connection, params.service);
  const { model } = service;
  const set = params.set === '' ? undefined : setNamed(model, params.set);
  if (set && 'wrong' in set) throw unfit('flow', set.wrong);
  if (!set && key !== undefined) throw unfit('flow', 'A key needs the entity set of its record.');
  const operation = operationNamed(model, params.operation, { ...(set && { set }), one: key !== undefined });
  if ('wrong' in operation) throw unfit('flow', operation.wrong);
  if (reads && operation.method === 'POST')
    throw unfit('flow', `${operation.name} is an action: it does not only read.`);
  const path = set && key !== undefined ? recordPath(model, set, key) : set?.name;
  if (path !== undefined && typeof path !== 'string') throw unfit('item', path.wrong);
  const call = operationCall(model, operation, {
    ...(path !== undefined && { below: path }),
    values: params.parameters,
  });
  if ('wrong' in call) throw unfit('item', call.wrong);

  const told = (text: string) => {
    const body = text.trim() === '' ? undefined : readJson(text);
    if (body === undefined && text.trim() !== '') throw unreadable(operation.method === 'POST');
    return { port: 'out' as const, value: { result: resultOf(model, body, operation) } };
  };
  if (operation.method === 'GET') {
    const body = await service.get(call.path);
    if (body === undefined) return { port: 'none', value: { key: key ?? null } };
    return told(JSON.stringify(body));
  }

  let etag = params.etag;
  if (set && key !== undefined && path !== undefined && etag === undefined) {
    const record = recordOf(model, (await service.get(path)) ?? undefined);
    if (!record) return { port: 'none', value: { key } };
    etag = fromWire(model, set.type, record).etag;
  }
  const answer = await service.send({
    method: 'POST',
    path: call.path,
    ...(call.body && { body: call.body }),
    headers: {
      ...(call.body && contentType(call.numbersAsText)),
      ...(key !== undefined && etag !== undefined && { 'if-match': etag }),
    },
  });
  if (answer.status === 404 && key !== undefined) return { port: 'none', value: { key } };
  if (hasChanged(answer) && key !== undefined) return { port: 'conflict', value: { key } };
  if (answer.status < 200 || answer.status > 299) throw new StepError(failureOf(answer, { write: true, now: ctx.now }));
  return told(answer.text);
};

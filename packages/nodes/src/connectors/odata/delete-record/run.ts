import { type RunNode, StepError } from '@lockstep/schema/node';
import { recordPath, setNamed } from '../addresses.ts';
import { openODataService } from '../client.ts';
import { failureOf, hasChanged, unfit } from '../failures.ts';
import { fromWire, recordOf } from '../from-wire.ts';
import type { deleteODataRecord } from './definition.ts';

export const runDeleteODataRecord: RunNode<typeof deleteODataRecord> = async ({ params }, ctx) => {
  const { key, etag } = params;
  const service = await openODataService(ctx, params.connection, params.service);
  const set = setNamed(service.model, params.set);
  if ('wrong' in set) throw unfit('flow', set.wrong);
  const path = recordPath(service.model, set, key);
  if (typeof path !== 'string') throw unfit('item', path.wrong);
  const gone = { port: 'deleted', value: { key, wasThere: false } } as const;

  const answer = await service.send({ method: 'DELETE', path, headers: { 'if-match': etag ?? '*' } });
  if (answer.status === 404 || answer.status === 410) return gone;
  if (hasChanged(answer)) {
    const now = recordOf(service.model, await service.get(path));
    return now ? { port: 'conflict', value: { record: fromWire(service.model, set.type, now) } } : gone;
  }
  if (answer.status < 200 || answer.status > 299) throw new StepError(failureOf(answer, { write: true, now: ctx.now }));
  return { port: 'deleted', value: { key, wasThere: true } };
};

import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { v7 } from 'uuid';
import { dryRun } from '../../runner/topics/dry-run.ts';
import { type Listening, listeningOf } from '../../runner/topics/listening.ts';
import { NotComputedError } from '../../runner/topics/matching.ts';
import { checkUnits } from '../../sandbox/index.ts';
import { flowExists, newestVersion } from '../../store/flows.ts';
import type { ReplayRow } from '../../store/readers/replays.ts';
import type { StoredEvent } from '../../store/topics/events.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { problem } from '../problem.ts';
import { serve } from '../serve.ts';

/** Replays of topics into flows: counted first, then begun, paused and ended. */
export function replayRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, flows, readers, readings } = doors;

  serve(app, api.previewReplay, async ({ body }) => {
    const { first: _, last: __, sample, ...counts } = await counted(body, await target(body));
    return { ...counts, sample: sample.map(listed) };
  });

  serve(app, api.startReplay, async ({ body }) => {
    const listening = await target(body);
    const { first, last, events, matched, looked } = await counted(body, listening);
    const total = looked === events ? matched : Math.round((matched * events) / Math.max(1, looked));
    const id = v7();
    await readers.createReplay({ ...body, id, node: listening.node, total, first, last });
    readings.nudge();
    return read(id);
  });

  serve(app, api.listReplays, async ({ query }) => ({ replays: (await readers.replays(query)).map(view) }));
  serve(app, api.getReplay, ({ params: { id } }) => read(id));

  serve(app, api.pauseReplay, async ({ params: { id } }) => change(id, () => readers.setReplay(id, 'paused')));
  serve(app, api.resumeReplay, async ({ params: { id } }) => change(id, () => readers.setReplay(id, 'running')));
  serve(app, api.abortReplay, async ({ params: { id }, body: { by } }) =>
    change(id, () => readers.abort(id, `Ended by ${by}.`)),
  );

  async function target({ topic, flowId, node, filter }: api.ReplayRequest): Promise<Listening> {
    const published = (await flowExists(db, flowId)) ? await newestVersion(db, flowId) : undefined;
    if (!published) throw problem('not-found', `There is no published flow "${flowId}".`);
    const ready = await flows.load(published.snapshotId);
    const wanted = node === undefined ? ready.flow.nodes.map(({ id }) => id) : [node];
    const listening = wanted.map((id) => listeningOf(ready, id)).find((one) => one?.topic === topic);
    if (!listening) {
      const where = node === undefined ? `"${ready.flow.name}" has no trigger` : `"${node}" is no trigger`;
      throw problem('request-invalid', `${where} that listens to "${topic}".`);
    }
    const wrong = filter === undefined ? [] : checkUnits([filterUnit(filter)]);
    if (wrong[0]) throw problem('request-invalid', `The filter is no expression: ${wrong[0].message}`);
    return listening;
  }

  async function counted(request: api.ReplayRequest, listening: Listening) {
    const { topics, sandbox, now } = doors;
    const counts = await dryRun(request, listening, { readers, topics, sandbox, now }).catch(notNow);
    if (!counts) throw problem('not-found', `There is no topic "${request.topic}".`);
    return counts;
  }

  async function change(id: string, make: () => Promise<boolean>): Promise<api.ReplayView> {
    const { status } = await read(id);
    if (!(await make())) {
      const after = await read(id);
      // Asked for twice: it is as it was wanted.
      if (after.status === 'done' || after.status === 'aborted') throw problem('replay-ended', `It is ${status}.`);
    }
    readings.nudge();
    return read(id);
  }

  async function read(id: string): Promise<api.ReplayView> {
    const [row] = await readers.replays({ id, limit: 1 });
    if (!row) throw problem('not-found', `There is no replay "${id}".`);
    return view(row);
  }
}

function filterUnit(filter: string) {
  return { id: 'filter', kind: 'expressions' as const, expressions: { filter: filter.replace(/^=/, '') } };
}

/** The sandbox is not there at the moment. */
function notNow(error: unknown): never {
  if (!(error instanceof NotComputedError)) throw error;
  throw problem('overloaded', 'The filter cannot be computed now.', undefined, { 'retry-after': '1' });
}

function view({ first, until, place: _, ...row }: ReplayRow): api.ReplayView {
  return { ...row, events: Math.max(0, until - first + 1) };
}

function listed({ payload, attributes: _, sourceAt, ...event }: StoredEvent): api.ListedEvent {
  return { ...event, ...(sourceAt !== null && { sourceAt }), preview: JSON.stringify(payload).slice(0, 300) };
}

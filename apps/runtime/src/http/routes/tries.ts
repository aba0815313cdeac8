import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import type { Hono } from 'hono';
import { PlanError } from '../../engine/index.ts';
import { pinContracts } from '../../runner/contract-pins.ts';
import { type TryRequest, tryFlow } from '../../runner/tries/try-flow.ts';
import type { TriedAttempt } from '../../runner/tries/trying-executor.ts';
import { readRun } from '../../store/runs-view.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { withPins } from '../table-lookups.ts';
import { shown } from '../views/step-data.ts';
import { beginningOf, stepValues } from '../views/step-values.ts';

/** Tries at the same time in one process; runs come first. */
const MOST_AT_ONCE = 4;

/** Steps of a draft tried while they are being written. */
export function tryRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { catalogue, contracts, db } = doors;
  let underWay = 0;
  const pin = async (flow: Flow) => pinContracts(await withPins(flow, doors), catalogue, contracts.find);

  serve(app, api.tryFlow, async ({ params: { flowId }, body, problem }) => {
    const { flow, node, reach, source, real } = body;
    if (flow.id !== flowId) throw problem('request-invalid', `The document is of the flow "${flow.id}".`);
    if (!flow.nodes.some(({ id }) => id === node)) throw problem('request-invalid', `The flow has no step "${node}".`);
    if (underWay >= MOST_AT_ONCE) throw problem('overloaded', `${MOST_AT_ONCE} tries go on already.`);
    underWay += 1;
    const begun = performance.now();
    try {
      const tried = await tryFlow(
        flow,
        { node, reach, real: new Set(real), ...(await dataOf({ flow, node, reach, source })) },
        { catalogue, executor: doors.trying, pin, now: doors.now },
      );
      const { status, more, attempts } = tried;
      return { steps: attempts.map(told), more, status, durationMs: performance.now() - begun };
    } catch (error) {
      if (error instanceof PlanError) throw problem('flow-invalid', error.message);
      throw error;
    } finally {
      underWay -= 1;
    }

    async function dataOf({
      flow,
      node,
      reach,
      source,
    }: Asked): Promise<Pick<TryRequest, 'start' | 'input' | 'outputs'>> {
      const firstStart = flow.nodes.find(({ type }) => catalogue.get(type)?.kind === 'trigger')?.id;
      if (source.kind === 'message') {
        return { start: source.node ?? firstStart, input: source.message, outputs: {} };
      }
      if (source.kind === 'data') {
        if (reach === 'to-here')
          throw problem('request-invalid', 'The way to a step is tried with a message or a run.');
        return { start: undefined, input: source.input, outputs: source.steps ?? {} };
      }
      const row = await readRun(db, source.runId);
      if (!row || row.flowId !== flowId) throw problem('not-found', `This flow has no run "${source.runId}".`);
      if (reach === 'to-here') return { ...(await beginningOf(db, row.id)), outputs: {} };
      const item = source.item ?? '';
      const values = await stepValues(row, { node, item }, doors);
      if (values?.input === undefined) throw problem('not-found', `The run never came to "${node}".`);
      return { start: undefined, input: values.input, outputs: values.outputs };
    }
  });
}

interface Asked {
  readonly flow: Flow;
  readonly node: string;
  readonly reach: api.TryReach;
  readonly source: api.TrySource;
}

function told({ node, item, how, input, result, durationMs }: TriedAttempt): api.TriedStep {
  const step = { node, ...(item !== '' && { item }), how, input: shown(JSON.stringify(input)), durationMs };
  if (!result.ok) return { ...step, status: 'failed', failure: result.failure };
  const params = result.note === undefined ? {} : { params: result.note };
  if ('park' in result) return { ...step, ...params, status: 'waiting' };
  if ('feed' in result) {
    return { ...step, ...params, status: 'succeeded', output: shown(JSON.stringify(result.feed.items)) };
  }
  return { ...step, ...params, status: 'succeeded', port: result.port, output: shown(JSON.stringify(result.output)) };
}

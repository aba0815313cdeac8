import * as api from '@lockstep/schema/api';
import { coverageOf, type Flow, flowTestsOf, valueAt } from '@lockstep/schema/graph';
import { isEnded, type Json } from '@lockstep/schema/run';
import { maskSample } from '@lockstep/schema/samples';
import type { Hono } from 'hono';
import { PlanError } from '../../engine/index.ts';
import { pinContracts } from '../../runner/contract-pins.ts';
import { type FlowTestReport, runFlowTest } from '../../runner/flow-tests/run-flow-test.ts';
import { scenarioOfRun } from '../../runner/scenarios/scenario-of-run.ts';
import { readDraft } from '../../store/flows.ts';
import { readPayload, readRun } from '../../store/runs-view.ts';
import { keepResults, listTestedDrafts, readResults, type ScenarioRow } from '../../store/scenarios.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { withPins } from '../table-lookups.ts';
import { tellRun } from '../views/run-view.ts';
import { noFlow } from './flows.ts';
import { noRun } from './runs.ts';

/** Drafts whose scenarios run at the same time in one process; runs come first. */
const MOST_AT_ONCE = 2;

/** Scenarios of drafts: what they are, how they do, and new ones made of runs. */
export function scenarioRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, catalogue, contracts } = doors;
  let underWay = 0;

  serve(app, api.listScenarios, async () => {
    const [drafts, results] = await Promise.all([listTestedDrafts(db), readResults(db)]);
    return { flows: drafts.map(({ flow, hash }) => view(flow, hash, results.get(flow.id) ?? [])) };
  });

  serve(app, api.runScenarios, async ({ params: { flowId }, body: { only }, problem }) => {
    const draft = await readDraft(db, flowId);
    if (!draft) throw problem('not-found', noFlow(flowId));
    const tests = flowTestsOf(draft.flow).filter(({ id }) => only === undefined || id === only);
    if (tests.length === 0)
      throw problem('not-found', `The flow "${flowId}" has no scenario${only === undefined ? '' : ` "${only}"`}.`);
    if (underWay >= MOST_AT_ONCE) throw problem('overloaded', `Scenarios of ${MOST_AT_ONCE} flows run already.`);
    underWay += 1;
    try {
      const pinned = pinContracts(await withPins(draft.flow, doors), catalogue, contracts.find);
      const rows: Omit<ScenarioRow, 'at'>[] = [];
      for (const test of tests) {
        const begun = performance.now();
        const report = await runFlowTest(pinned, test, doors.testing);
        const { id: testId, ok, taken } = report;
        const problem = ok ? null : whatIsWrong(report);
        rows.push({ flowId, testId, hash: draft.hash, ok, durationMs: performance.now() - begun, problem, taken });
      }
      await keepResults(db, rows);
    } catch (error) {
      if (error instanceof PlanError) throw problem('flow-invalid', error.message);
      throw error;
    } finally {
      underWay -= 1;
    }
    return view(draft.flow, draft.hash, (await readResults(db, flowId)).get(flowId) ?? []);
  });

  serve(app, api.scenarioOfRun, async ({ params: { runId }, problem }) => {
    const row = await readRun(db, runId);
    if (!row) throw problem('not-found', noRun(runId));
    if (!isEnded(row.status))
      throw problem('run-not-ended', `The run is ${row.status}: a scenario is made of what came of it.`);
    const { flow, plan, events } = await tellRun(row, doors);
    const { test, notes } = await scenarioOfRun(
      {
        ...{ flow, plan, events, status: row.status },
        valueOf: async (payload) =>
          'value' in payload ? payload.value : (JSON.parse((await readPayload(db, payload.ref)) ?? 'null') as Json),
      },
      {
        catalogue,
        id: `run-${runId.slice(-8)}`,
        name: row.businessKey ?? `Run ${runId.slice(0, 8)}`,
        mask(start, message) {
          const ref = contractAt(flow, start);
          const schema = ref === undefined ? undefined : contracts.find(ref)?.schema;
          return schema === undefined ? message : maskSample(schema, message).value;
        },
      },
    );
    return { test, notes: [...notes] };
  });

  function view(flow: Flow, hash: string, results: readonly ScenarioRow[]): api.ScenarioFlow {
    const tests = flowTestsOf(flow);
    const fresh = tests.flatMap(({ id }) => results.find((row) => row.testId === id && row.hash === hash) ?? []);
    const { kinds, missing } = coverageOf(
      flow,
      catalogue,
      fresh.flatMap(({ taken }) => taken),
    );
    const nameOf = (node: string) => flow.nodes.find(({ id }) => id === node)?.name ?? node;
    return {
      flowId: flow.id,
      name: flow.name,
      scenarios: tests.map((test) => {
        const own = results.filter((row) => row.testId === test.id);
        const [last] = own;
        const same = own.filter((row) => row.hash === last?.hash);
        const bad = same.filter(({ ok }) => !ok).length;
        return {
          ...{ id: test.id, name: test.name, expects: test.expect !== undefined },
          ...(last && { last: told(last, hash) }),
          ...{ runs: same.length, odd: Math.min(bad, same.length - bad) },
        };
      }),
      ...(fresh.length > 0 && {
        coverage: {
          kinds: [...kinds],
          missing: missing.map(({ undo, ...one }) => ({
            ...one,
            name: nameOf(one.node),
            ...(undo !== undefined && { undo: nameOf(undo) }),
          })),
        },
      }),
    };
  }
}

function told({ at, ok, durationMs, problem, hash }: ScenarioRow, now: string): api.ScenarioResult {
  return { at: at.toISOString(), ok, durationMs, ...(problem !== null && { problem }), stale: hash !== now };
}

/** The contract of what comes in at a start: its own, or that of a check right behind it. */
function contractAt(flow: Flow, start: string): string | undefined {
  const next = flow.edges.filter(({ from }) => from === start).map(({ to }) => to);
  const nodes = flow.nodes.filter(({ id }) => id === start || next.includes(id));
  const named = nodes.map(({ params }) => valueAt(params, ['contract'])).find((name) => typeof name === 'string');
  return typeof named === 'string' && named !== '' ? named : undefined;
}

function whatIsWrong({ unanswered, problems, differences, exception, status }: FlowTestReport): string {
  if (unanswered.length > 0) return `No reply for ${unanswered.join(', ')}.`;
  if (problems[0] !== undefined) return problems[0];
  const [first] = differences;
  if (first === undefined) return `It ended as ${status}.`;
  const why = exception === undefined ? '' : ` ${exception.node}: ${exception.reason}`;
  return `${first.at}: expected ${beginning(first.expected)}, was ${beginning(first.actual)}.${why}`;
}

function beginning(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

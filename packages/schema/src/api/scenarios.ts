import { z } from 'zod';
import { FlowId } from '../graph/flow.ts';
import { FlowTest } from '../graph/flow-test.ts';
import { endpoint } from './endpoint.ts';

const Count = z.int().min(0);

/** How a scenario of a draft did when it was run on this installation. */
export const ScenarioResult = z.object({
  at: z.iso.datetime(),
  ok: z.boolean(),
  /** Milliseconds it took, not in the scenario's own time. */
  durationMs: z.number(),
  /** What was wrong, in one sentence. */
  problem: z.string().optional(),
  /** The draft has changed since. */
  stale: z.boolean(),
});
export type ScenarioResult = z.infer<typeof ScenarioResult>;

export const Scenario = z.object({
  id: z.string(),
  name: z.string(),
  /** It says what must come of it; without that it only shows that nothing breaks. */
  expects: z.boolean(),
  last: ScenarioResult.optional(),
  /** Of the newest results of one and the same draft: how many there are, and how many came out otherwise than most. */
  runs: Count,
  odd: Count,
});
export type Scenario = z.infer<typeof Scenario>;

export const CoverageKind = z.enum(['step', 'branch', 'error', 'undo']);

export const ScenarioFlow = z.object({
  flowId: FlowId,
  name: z.string(),
  scenarios: z.array(Scenario),
  /** By the newest results of the draft as it is now; absent when there are none. */
  coverage: z
    .object({
      kinds: z.array(z.object({ kind: CoverageKind, covered: Count, of: Count })),
      /** Nothing went through here. `name`, `undo`: names of steps. */
      missing: z.array(
        z.object({
          kind: CoverageKind,
          node: z.string(),
          name: z.string(),
          port: z.string().optional(),
          undo: z.string().optional(),
        }),
      ),
    })
    .optional(),
});
export type ScenarioFlow = z.infer<typeof ScenarioFlow>;

export const listScenarios = endpoint({
  id: 'listScenarios',
  method: 'get',
  path: '/scenarios',
  tag: 'Scenarios',
  summary: 'List the scenarios of all drafts that have some, how they did, and what of each drawing they went through',
  ok: z.object({ flows: z.array(ScenarioFlow) }),
  problems: [],
});

export const runScenarios = endpoint({
  id: 'runScenarios',
  method: 'post',
  path: '/flows/:flowId/scenarios/run',
  tag: 'Scenarios',
  summary: 'Run the scenarios of a draft here, in virtual time. Nothing is sent: a step that reaches out needs a reply',
  params: z.object({ flowId: FlowId }),
  body: z.object({ only: z.string().optional().describe('Id of one scenario.') }),
  ok: ScenarioFlow,
  problems: ['not-found', 'flow-invalid', 'overloaded'],
});

export const scenarioOfRun = endpoint({
  id: 'scenarioOfRun',
  method: 'get',
  path: '/runs/:runId/scenario',
  tag: 'Scenarios',
  summary:
    'Make a scenario of an ended run: its message, what other systems answered, and the way it went. What the contract calls personal is masked',
  params: z.object({ runId: z.string() }),
  ok: z.object({
    test: FlowTest,
    /** What could not be carried over as it was. */
    notes: z.array(z.string()),
  }),
  problems: ['not-found', 'run-not-ended'],
});

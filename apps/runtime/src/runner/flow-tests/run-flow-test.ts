import { casesInMemory } from '@lockstep/nodes/cases-in-memory';
import { customersInMemory } from '@lockstep/nodes/customers-in-memory';
import { valuesInMemory } from '@lockstep/nodes/values-in-memory';
import type { ExceptionView } from '@lockstep/schema/api';
import type { Flow, FlowTest, Taken } from '@lockstep/schema/graph';
import type { AnyRunNode, Catalogue } from '@lockstep/schema/node';
import type { Json, RunStatus } from '@lockstep/schema/run';
import { fold, type NodeId, refOf, stepOf } from '../../engine/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { createLogger } from '../../telemetry/index.ts';
import type { ContractChecker } from '../contracts.ts';
import { type SimulatedRun, simulate } from '../simulation/simulate.ts';
import { createExecutor, type LoadedFlow, loadFlow } from '../steps/index.ts';
import { fixedVariables } from '../variables/run-variables.ts';
import { type Difference, differences } from './differences.ts';
import { pathOf } from './path-of.ts';
import { noReply, replyingExecutor } from './replies.ts';
import { takenPorts } from './taken-ports.ts';

export interface FlowTestParts {
  readonly catalogue: Catalogue;
  readonly runs: ReadonlyMap<string, AnyRunNode>;
  readonly sandbox: Pick<Sandbox, 'call'>;
  readonly contracts: ContractChecker;
}

/** What came of a test, and what is wrong with it. */
export interface FlowTestReport {
  readonly id: string;
  readonly name: string;
  /** True when everything came as it was expected, and no step was left without a reply. */
  readonly ok: boolean;
  readonly status: RunStatus;
  readonly path: readonly NodeId[];
  /** Steps that ran, those of bodies too, and the ports they left by. */
  readonly taken: readonly Taken[];
  /** Virtual milliseconds from the message to the end. */
  readonly tookMs: number;
  readonly seed: number;
  readonly exception?: {
    readonly node: string;
    readonly code: string;
    readonly reason: string;
    readonly kind: ExceptionView['kind'];
  };
  /** What a flow that others call gives back; absent where no Return step ran. */
  readonly returned?: Json;
  readonly differences: readonly Difference[];
  /** Steps that reached out of the flow without a reply. */
  readonly unanswered: readonly NodeId[];
  /** What else the test asks for that cannot be. */
  readonly problems: readonly string[];
}

/** When a test begins that does not say so: a Friday morning. */
const DEFAULT_AT = '2026-11-27T08:00:00.000Z';

/**
 * Runs one test of a flow in this process and in virtual time. Scripts run in the sandbox and steps by their own code; what would
 * reach another system needs a reply of the test, or a mock of the step.
 *
 * @throws PlanError when the flow cannot run at all
 */
export async function runFlowTest(flow: Flow, test: FlowTest, parts: FlowTestParts): Promise<FlowTestReport> {
  const loaded = loadFlow({ flow, snapshotId: 'test' }, parts.catalogue);
  const { seed = 1, at = DEFAULT_AT } = test;
  const node = test.node ?? loaded.plan.nodes.find(({ trigger }) => trigger)?.id ?? '';
  let unanswered: ReadonlySet<NodeId> = new Set();
  const run = await simulate(loaded, {
    ...{ message: test.message, node, atMs: Date.parse(at), seed, arrivals: test.arrivals },
    executor({ now, publish }) {
      const inner = createExecutor({
        ...parts,
        publish,
        http: { request: noReply },
        connections: noReply,
        call: noReply,
        values: valuesInMemory(now),
        cases: casesInMemory(),
        customers: customersInMemory({ publish, now }),
        callbackUrl: (runId, place) => `https://lockstep.test/callbacks/${runId}.${refOf(place)}`,
        variables: fixedVariables(test.vars ?? {}),
        log: createLogger({ level: 'silent' }),
      });
      const replying = replyingExecutor(inner, test.replies);
      unanswered = replying.unanswered;
      return replying;
    },
  });
  const path = pathOf(loaded.plan, run.events);
  const found = compare(test, { loaded, run, path });
  const problems = run.missed.map((arrival) => `Nobody asked when this came: ${JSON.stringify(arrival)}.`);
  const { exception } = run;
  const returned = run.status === 'done' ? returnedBy(loaded, run) : undefined;
  return {
    ...{ id: test.id, name: test.name, status: run.status, path, tookMs: run.tookMs, seed },
    ok: found.length + unanswered.size + problems.length === 0,
    taken: takenPorts(run.events),
    ...(exception && { exception: pick(exception) }),
    ...(returned !== undefined && { returned }),
    ...{ differences: found, unanswered: [...unanswered], problems },
  };
}

function pick({
  node,
  code,
  reason,
  kind,
}: NonNullable<SimulatedRun['exception']>): NonNullable<FlowTestReport['exception']> {
  return { node, code, reason, kind };
}

/** What the first Return step gave, in the order of the drawing. */
function returnedBy({ plan, nodes }: LoadedFlow, run: SimulatedRun): Json | undefined {
  const { state } = fold(plan, run.events);
  for (const { id, disabled } of plan.nodes) {
    const output = stepOf(state.steps, id)?.output;
    if (!disabled && output && nodes.get(id)?.definition.returns) return run.valueOf(output);
  }
  return undefined;
}

interface Outcome {
  readonly loaded: LoadedFlow;
  readonly run: SimulatedRun;
  readonly path: readonly NodeId[];
}

function compare({ expect = {} }: FlowTest, { loaded, run, path }: Outcome): readonly Difference[] {
  const { status = 'done', outputs = {} } = expect;
  const { state } = fold(loaded.plan, run.events);
  const outputOf = (id: NodeId): Json | undefined => {
    const output = stepOf(state.steps, id)?.output;
    return output && run.valueOf(output);
  };
  const { exception, response, published } = expect;
  return [
    ...differences('status', status, run.status),
    ...(expect.path ? differences('path', expect.path, path) : []),
    ...Object.entries(outputs).flatMap(([id, value]) => differences(`outputs/${id}`, value, outputOf(id))),
    ...(response ? differences('response', response as Json, run.response as Json | undefined) : []),
    ...(published ? differences('published', published as unknown as Json, run.published as unknown as Json) : []),
    ...(exception ? differences('exception', exception as Json, run.exception as unknown as Json | undefined) : []),
  ];
}

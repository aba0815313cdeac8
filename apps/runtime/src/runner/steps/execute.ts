import type {
  AnyRunNode,
  Cases,
  Catalogue,
  Contacts,
  Customers,
  FlowValues,
  PublishedEvent,
  PublishOutcome,
  ResolvedConnection,
  StepContext,
} from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import type { Egress } from '../../egress/index.ts';
import type { Place } from '../../engine/index.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import type { Logger } from '../../telemetry/index.ts';
import type { ContractChecker } from '../contracts.ts';
import type { Guards } from '../guard/index.ts';
import type { StepTables } from '../tables/step-tables.ts';
import type { RunVariables } from '../variables/run-variables.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { checkedFeed } from './checked-feed.ts';
import { checkedPark } from './checked-park.ts';
import { jsonProblem, TOO_DEEP } from './json-problem.ts';
import type { LoadedNode } from './loaded-flow.ts';
import { refuseForeign } from './owner-guard.ts';
import { resolveParams } from './resolve-params.ts';
import { createSharedCache } from './shared-cache.ts';
import { stepContext } from './step-context.ts';
import { attemptTimedOut, conditionUndecided, defect, failureOf, notAccepted, outputTooDeep } from './step-failures.ts';
import type { BeginCall, Executor, Judgement, StepJob, StepResponse, StepResult } from './step-job.ts';

export interface ExecutorParts {
  readonly catalogue: Catalogue;
  /** The code of every step type; triggers have none. */
  readonly runs: ReadonlyMap<string, AnyRunNode>;
  readonly sandbox: Pick<Sandbox, 'call'>;
  readonly http: Pick<Egress, 'request'>;
  /** Other machines that do not speak HTTP; absent: none are in reach. */
  readonly contacts?: Partial<Contacts>;
  /** Limits and breakers of the connections; absent: nothing is limited. */
  readonly guards?: Pick<Guards, 'admit'>;
  readonly connections: (id: string) => Promise<ResolvedConnection | undefined>;
  /** Renews secrets of a connection; absent: none can be. */
  readonly renew?: StepContext['renewed'];
  readonly contracts: ContractChecker;
  /** Tells an event to the runs that wait for it. */
  readonly publish: (event: PublishedEvent) => Promise<PublishOutcome>;
  /** Counts events of topics; absent: none can be counted. */
  readonly countEvents?: StepContext['countEvents'];
  /** What flows keep between runs. */
  readonly values: FlowValues;
  /** Business objects as all flows know them together. */
  readonly cases: Cases;
  /** Golden records of customers. */
  readonly customers: Customers;
  /** Begins a run of another flow, once for the key of a step: see `StepContext.call`. */
  readonly call: BeginCall;
  /** The address at which another system answers a step of a run. */
  readonly callbackUrl: (runId: string, place: Place) => string;
  /** Versions of tables that scripts look things up in; absent: there are none. */
  readonly tables?: StepTables;
  /** Variables of the installation; absent: there are none. */
  readonly variables?: RunVariables;
  readonly log: Logger;
}

/**
 * What executes one `step.run` command.
 *
 * @throws Error when a step type of the catalogue has no code: better at the start than in the first run
 */
export function createExecutor(parts: ExecutorParts): Executor {
  const missing = [...parts.catalogue.values()].filter(({ kind, type }) => kind === 'step' && !parts.runs.has(type));
  if (missing.length > 0) throw new Error(`No code for the node types: ${missing.map(({ type }) => type).join(', ')}.`);
  const context = { ...parts, cache: createSharedCache() };
  return { execute: (job) => execute(job, context), judge: (job) => judge(job, context) };
}

type Context = ExecutorParts & { readonly cache: ReturnType<typeof createSharedCache> };

async function execute(job: StepJob, context: Context): Promise<StepResult> {
  const { node: id, timeoutMs } = job;
  const end = new AbortController();
  const attempt = beginAttempt(job, context, end.signal);
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<StepResult>((resolve) => {
    timer = setTimeout(() => {
      resolve({ ok: false, failure: attempt.judged(attemptTimedOut(timeoutMs, attempt.touched())) });
      end.abort();
    }, timeoutMs);
  });
  const work = perform(job, attempt, context).catch((error: unknown): StepResult => {
    const failure = attempt.judged(failureOf(error, attempt.touched()));
    if (failure.kind === 'defect') {
      context.log.error('A step met a defect.', { runId: job.run.id, flowId: job.run.flowId, node: id, error });
    }
    return { ok: false, failure };
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
    // Whatever the node left running ends with the attempt.
    end.abort();
  }
}

async function judge(job: StepJob, context: Context): Promise<Judgement> {
  const end = new AbortController();
  const attempt = beginAttempt(job, context, end.signal);
  try {
    const stop = await attempt.condition();
    return typeof stop === 'boolean' ? { ok: true, stop } : { ok: false, failure: conditionUndecided(stop) };
  } catch (error) {
    return { ok: false, failure: failureOf(error, false) };
  } finally {
    end.abort();
  }
}

async function perform(job: StepJob, attempt: Attempt, context: Context): Promise<StepResult> {
  const node = job.loaded.nodes.get(job.node);
  if (!node) throw defect(`The flow has no node "${job.node}".`);
  const { mock, disabled } = node.node.policy;
  if (disabled) return { ok: true, port: node.ports[0] ?? 'out', output: job.input };
  if (mock && job.run.test && !job.run.trigger.shadow) return { ok: true, port: mock.port, output: mock.value };
  const run = context.runs.get(node.node.type);
  if (!run) throw defect(`There is no code for the node type "${node.node.type}".`);
  const { params, note } = await resolveParams(node, attempt.expressions);
  const input = z.safeParse(node.definition.input, job.input);
  if (!input.success) throw notAccepted('input', 'item', input.error);
  const step = { params, input: input.data, ...(job.pull?.cursor !== undefined && { cursor: job.pull.cursor }) };
  const answer = await run(step, stepContext(job, { ...context, attempt }));
  if ('park' in answer) {
    return { ok: true, park: checkedPark(node, answer.park), ...(note === undefined ? {} : { note }) };
  }
  if ('feed' in answer)
    return { ok: true, feed: checkedFeed(node, answer.feed), ...(note === undefined ? {} : { note }) };
  const { port, value } = answer;
  const checked = checkedOutput(node, port, value);
  refuseForeign(node, checked, job, context.contracts);
  const output = attempt.conceal(checked);
  return {
    ok: true,
    port,
    output,
    ...(note === undefined ? {} : { note }),
    ...(node.definition.responds ? { response: responseOf(output) } : {}),
  };
}

/** A node that answers what it never declared would send the run nowhere, or poison what is stored. */
function checkedOutput({ node, ports }: LoadedNode, port: string, value: unknown = null): Json {
  if (!ports.includes(port)) throw defect(`"${node.type}" answered on the port "${port}", which it does not have.`);
  const problem = jsonProblem(value);
  if (problem === TOO_DEEP) throw outputTooDeep(problem);
  if (problem) throw defect(`"${node.type}" gave a value that ${problem}.`);
  return value as Json;
}

function responseOf(output: Json): StepResponse {
  const { status, headers, body, encoding } = output as { readonly [Key in keyof StepResponse]?: StepResponse[Key] };
  return { status: status ?? 200, headers: headers ?? {}, body: body ?? null, ...(encoding && { encoding }) };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Contacts, HttpRequest, HttpResponse } from '@lockstep/schema/node';
import { StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import type { Egress } from '../../egress/index.ts';
import type { Place } from '../../engine/index.ts';
import { failPoint } from '../../fail-points/index.ts';
import type { Sandbox, SandboxCall, SandboxScope } from '../../sandbox/types.ts';
import { startElapsed } from '../elapsed.ts';
import type { StepTables } from '../tables/step-tables.ts';
import type { RunVariables } from '../variables/run-variables.ts';
import { createCertificateOwners } from './certificate-owners.ts';
import { type Concealed, createConcealed } from './concealed.ts';
import { guardedContacts } from './contacts.ts';
import { createGuardedHttp, type GuardedHttp, type GuardedHttpOptions } from './guarded-http.ts';
import type { LoadedFlow } from './loaded-flow.ts';
import { conditionUnit, expressionsUnit, scriptUnit } from './loaded-flow.ts';
import { attemptTimedOut, ownershipLost, scriptFailed } from './step-failures.ts';
import type { StepJob } from './step-job.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Waits before a script is sent again that did not run: scripts are pure, and the sandbox mends itself in this time. */
const UNAVAILABLE_WAITS_MS: readonly number[] = [100, 500];

/** One attempt under way: its way out, which ends with it, and what it may have done. */
export interface Attempt extends Pick<GuardedHttp, 'uses' | 'judged'>, Pick<Concealed, 'conceal'> {
  /** True once a request that changes something has begun. */
  readonly touched: () => boolean;
  http(request: HttpRequest): Promise<HttpResponse>;
  readonly contacts: Contacts;
  /** Does something that changes the world otherwise than by a request, while the attempt and the run are ours. */
  change<T>(work: () => Promise<T>): Promise<T>;
  /** @throws StepError as `scriptFailed` says */
  script(field: string, input: Json): Promise<Json>;
  expressions(): Promise<Readonly<Record<string, Json>>>;
  /** The condition of a scope, computed about the step's input. */
  condition(): Promise<Json>;
}

interface AttemptParts {
  readonly sandbox: Pick<Sandbox, 'call'>;
  readonly http: Pick<Egress, 'request'>;
  /** Other machines that do not speak HTTP; absent: none are in reach. */
  readonly contacts?: Partial<Contacts>;
  readonly guards?: GuardedHttpOptions['guards'];
  readonly callbackUrl: (runId: string, place: Place) => string;
  /** Absent: there are no tables. */
  readonly tables?: StepTables;
  /** Absent: there are no variables. */
  readonly variables?: RunVariables;
}

export function beginAttempt(
  job: StepJob,
  { sandbox, http, contacts = {}, guards, callbackUrl, tables, variables }: AttemptParts,
  signal: AbortSignal,
): Attempt {
  let touched = false;
  const guarded = createGuardedHttp({
    guards,
    since: job.run.startedAt,
    timeoutMs: job.timeoutMs,
    attempt: job.attempt,
    signal,
  });
  const elapsed = startElapsed();
  const concealed = createConcealed();
  const owners = createCertificateOwners();
  const compute = async (asked: SandboxCall, place: string, waits = UNAVAILABLE_WAITS_MS): Promise<Json> => {
    const call = await withVariables(asked);
    const result = await (tables && job.loaded.lookups.has(call.unit)
      ? tables.compute(job, call.unit, (found) => sandbox.call({ ...call, tables: found }))
      : sandbox.call(call));
    if (result.ok) return result.value;
    const [waitMs, ...later] = waits;
    if (result.error.code !== 'UNAVAILABLE' || waitMs === undefined) throw scriptFailed(result.error, place);
    await sleep(waitMs, undefined, { signal });
    return compute(call, place, later);
  };
  const withVariables = async (call: SandboxCall): Promise<SandboxCall> => {
    const uses = job.loaded.variables.get(call.unit);
    if (call.scope.vars) return call;
    if (!variables || !uses) return { ...call, scope: { ...call.scope, vars: {} } };
    const { values, secrets } = await variables.of(job.run.trigger.vars, uses);
    concealed.hides(secrets);
    return { ...call, scope: { ...call.scope, vars: values } };
  };
  // A node whose attempt is over must not reach out any more: the next attempt may have begun. After a pause of the process
  // the clock knows before the timer does.
  const refuseLate = (changes: boolean, before: boolean) => {
    if (signal.aborted || elapsed() >= job.timeoutMs) throw new StepError(attemptTimedOut(job.timeoutMs, before));
    if (changes && !job.stillOwned()) throw ownershipLost(before);
  };
  return {
    touched: () => touched,
    uses(connection) {
      concealed.uses(connection);
      owners.uses(connection);
      guarded.uses(connection);
    },
    judged: (failure) => guarded.judged(concealed.concealFailure(failure)),
    conceal: concealed.conceal,
    async http(request) {
      const changes = !SAFE.has(request.method.toUpperCase());
      let before = touched;
      const refuse = () => refuseLate(changes, before);
      refuse();
      concealed.sends(request);
      return guarded.request(request, async () => {
        before = touched;
        refuse();
        touched ||= changes;
        if (changes) failPoint('call.before-send');
        const sent = { ...request, timeoutMs: request.timeoutMs ?? job.timeoutMs };
        const answer = await http.request(sent, signal, refuse, owners.certificatesFor(request.url));
        if (changes) failPoint('call.after-answer');
        return answer;
      });
    },
    contacts: guardedContacts(contacts, async ({ connection, changes }, work) => {
      let before = touched;
      refuseLate(changes, before);
      return guarded.call(connection.id, async () => {
        before = touched;
        refuseLate(changes, before);
        touched ||= changes;
        if (changes) failPoint('call.before-send');
        const answer = await work();
        if (changes) failPoint('call.after-answer');
        return answer;
      });
    }),
    async change(work) {
      const before = touched;
      refuseLate(true, before);
      touched = true;
      try {
        return await work();
      } catch (error) {
        if (error instanceof StepError && !error.failure.outcomeUnknown) touched = before;
        throw error;
      }
    },
    script: (field, input) => compute(callOf(job, callbackUrl, scriptUnit(job.node, field), input), field),
    async expressions() {
      const values = await compute(callOf(job, callbackUrl, expressionsUnit(job.node), job.input), '');
      return values as Readonly<Record<string, Json>>;
    },
    async condition() {
      const values = await compute(callOf(job, callbackUrl, conditionUnit(job.node), job.input), '');
      return Object.values(values as Readonly<Record<string, Json>>)[0] ?? null;
    },
  };
}

function callOf(
  { run, loaded, outputs, node, item }: StepJob,
  callbackUrl: AttemptParts['callbackUrl'],
  unit: string,
  input: Json,
): SandboxCall {
  const urls = addressable(loaded, item).map((place) => [place.node, callbackUrl(run.id, place)] as const);
  const callbackUrls = urls.length === 0 ? {} : { callbackUrls: Object.fromEntries(urls) };
  const startedAt = new Date(run.startedAt).toISOString();
  const policyLimit = loaded.nodes.get(node)?.node.policy.timeoutMs;
  return {
    program: loaded.program,
    unit,
    scope: {
      input,
      steps: outputs,
      trigger: run.trigger as Json,
      run: { id: run.id, flowId: run.flowId, startedAt, ...callbackUrls, ...indexesOf(loaded, { node, item }) },
    },
    // Seed and clock are the run's, so that computing a step again, after a takeover or in a replay, gives the same.
    seed: item === '' ? run.keyRunId : `${run.keyRunId}@${item}`,
    nowMs: run.startedAt,
    // Longer than the sandbox's own limit only where the drawing asks for it: a looping script holds a process.
    ...(policyLimit === undefined ? {} : { timeoutMs: policyLimit }),
  };
}

/** Steps with an address of their own that lie around this one: of the run, and of the items it belongs to. */
function addressable({ callbacks, plan }: LoadedFlow, item: string): readonly Place[] {
  const indexes = item === '' ? [] : item.split('.');
  return callbacks.flatMap((node) => {
    const depth = plan.byId.get(node)?.scopes.length ?? 0;
    return depth > indexes.length ? [] : [{ node, item: indexes.slice(0, depth).join('.') }];
  });
}

/** `run.index`: which item this is, in the scope around it; `run.indexes`: in each of them by name. */
function indexesOf({ plan }: LoadedFlow, { node, item }: Place): Partial<SandboxScope['run']> {
  if (item === '') return {};
  const indexes = item.split('.').map(Number);
  const scopes = plan.byId.get(node)?.scopes ?? [];
  // A scope that is asked about one of its items stands there for the item itself.
  const names = indexes.map((index, depth) => [scopes[depth] ?? node, index] as const);
  return { index: indexes.at(-1) ?? 0, indexes: Object.fromEntries(names) };
}

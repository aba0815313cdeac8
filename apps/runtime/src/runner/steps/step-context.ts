import { type ResolvedConnection, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { type Place, refOf } from '../../engine/index.ts';
import { signRs256 } from '../../secrets/sign.ts';
import type { Logger } from '../../telemetry/index.ts';
import type { ContractChecker } from '../contracts.ts';
import type { Attempt } from './attempt.ts';
import type { SharedCache } from './shared-cache.ts';
import type { BeginCall, StepJob } from './step-job.ts';

export interface ContextParts {
  readonly attempt: Attempt;
  readonly cache: SharedCache;
  readonly connections: (id: string) => Promise<ResolvedConnection | undefined>;
  readonly renew?: StepContext['renewed'];
  readonly contracts: ContractChecker;
  readonly publish: StepContext['publish'];
  readonly countEvents?: StepContext['countEvents'];
  readonly values: StepContext['values'];
  readonly cases: StepContext['cases'];
  readonly customers: StepContext['customers'];
  readonly call: BeginCall;
  readonly log: Logger;
}

/** Everything one attempt may reach, as `StepContext` promises it. */
export function stepContext(
  job: StepJob,
  {
    attempt,
    cache,
    connections,
    renew,
    contracts,
    publish,
    countEvents,
    values,
    cases,
    customers,
    call,
    log,
  }: ContextParts,
): StepContext {
  const { run, node, item } = job;
  return {
    runId: run.id,
    flowId: run.flowId,
    nodeId: node,
    attempt: job.attempt,
    now: job.now,
    key: effectKey(run, { node, item }),
    outcomeUnknown: job.outcomeUnknown,
    trigger: run.trigger,
    async connection(id) {
      const found = await connections(id);
      if (!found)
        throw wrongDrawing('system', 'connection-unknown', `There is no connection "${id}" in this environment.`);
      attempt.uses(found);
      return found;
    },
    http: attempt.http,
    ...attempt.contacts,
    script: attempt.script,
    async checkContract(ref, value) {
      const issues = contracts.check(ref, value);
      if (!issues) throw wrongDrawing('validation', 'contract-unknown', `There is no contract "${ref}".`);
      return issues;
    },
    cached: cache.cached,
    forget: cache.forget,
    // What a flow tells of happened when its own message did, by the same clock.
    publish: (event) =>
      publish(run.trigger.source?.at === undefined ? event : { sourceAt: run.trigger.source.at, ...event }),
    async countEvents(range) {
      if (!countEvents) throw wrongDrawing('system', 'events-uncounted', 'Events cannot be counted here.');
      return countEvents(range);
    },
    values,
    cases,
    customers,
    async renewed(stale, field, make) {
      if (!renew) throw wrongDrawing('system', 'not-renewable', 'Secrets of connections cannot be renewed here.');
      const fresh = await renew(stale, field, make);
      attempt.uses(fresh);
      return fresh;
    },
    signRs256,
    call: (request) => attempt.change(() => call(job, effectKey(run, { node, item }), request)),
    log(level, message, data?: Json) {
      log[level](attempt.conceal(message), {
        runId: run.id,
        flowId: run.flowId,
        node,
        ...(item !== '' && { item }),
        attempt: job.attempt,
        ...(data === undefined ? {} : { data: attempt.conceal(data) }),
      });
    },
  };
}

/**
 * `<run>:<step>:<scope>`: what another system recognises a repeated effect by. The scope is the item path of a step in a body
 * (`3`, `3.0`), and 0 outside of scopes.
 */
export function effectKey({ keyRunId, keyRuns }: Pick<StepJob['run'], 'keyRunId' | 'keyRuns'>, place: Place): string {
  const { node, item } = place;
  const named = [refOf(place), node].find((ref) => keyRuns && Object.hasOwn(keyRuns, ref));
  const own = named === undefined ? undefined : keyRuns?.[named];
  return `${own ?? keyRunId}:${node}:${item === '' ? '0' : item}`;
}

function wrongDrawing(category: 'system' | 'validation', code: string, message: string): StepError {
  return new StepError({ kind: 'flow', category, code, message });
}

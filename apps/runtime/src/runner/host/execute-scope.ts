import { MAX_LISTED_FAILURES, MAX_RESULT_BYTES } from '@lockstep/schema/node';
import type { Failure, Json, RunEvent } from '@lockstep/schema/run';
import { type Command, frameAt, itemPath, type Place, resultOf } from '../../engine/index.ts';
import { pause } from '../clock.ts';
import type { Execution, StepEnd } from './execute-step.ts';
import { itemOf, outputsBefore } from './messages.ts';
import { untilStoreAnswers } from './store-retry.ts';

export type GatherCommand = Extract<Command, { readonly type: 'scope.gather' }>;
export type JudgeCommand = Extract<Command, { readonly type: 'scope.judge' }>;

/** A condition that could not be computed for want of a sandbox is computed again after this time. */
const JUDGE_AGAIN_MS = 1000;

/** R24: what the items of a scope gave, put together by the storage. */
export async function gatherScope(command: GatherCommand, execution: Execution): Promise<StepEnd> {
  const { node, item = '', attempt, ended, failed, stopped } = command;
  const { run, loaded, clock, journal, isWanted } = execution;
  const rules = loaded.plan.byId.get(node)?.rules;
  const begun = clock.monotonic();
  const head = JSON.stringify({ items: ended, failed, ...(stopped && { stopped }) });
  const gathering = {
    runId: run.id,
    node,
    parent: item,
    order: rules?.order ?? 'items',
    results: rules?.results ?? false,
    failures: MAX_LISTED_FAILURES,
    maxBytes: MAX_RESULT_BYTES,
    head: head.slice(0, -1),
    newId: clock.newId(),
  };
  const gathered = await untilStoreAnswers(clock, () => journal.gather(gathering), isWanted);
  const common = { at: clock.now(), ...placeIn({ node, item }), attempt, durationMs: since(begun, execution) };
  if ('tooLarge' in gathered) {
    return { event: { type: 'step.failed', ...common, failure: tooLarge(gathered.tooLarge), jitter: 0 } };
  }
  const output = 'text' in gathered ? { value: JSON.parse(gathered.text) as Json } : gathered;
  return { event: { type: 'step.succeeded', ...common, port: rules?.donePort ?? 'done', output } };
}

/** R22: the condition of a scope about what one of its items gave. */
export async function judgeItem(command: JudgeCommand, execution: Execution): Promise<StepEnd> {
  const { node, item = '', index } = command;
  const { run, loaded, state, executor, stillOwned, clock, values, isWanted } = execution;
  const { plan } = loaded;
  const place = { node, item };
  const path = itemPath(item, index);
  const body = plan.bodies.get(node) ?? [];
  const frame = frameAt(plan, state, { node: body[0]?.id ?? '', item: path });
  const job = {
    run,
    loaded,
    node,
    item: path,
    attempt: 1,
    outcomeUnknown: false,
    timeoutMs: plan.byId.get(node)?.timeoutMs ?? 0,
    input: frame ? await values.resolve(resultOf(body, frame)) : null,
    outputs: {
      ...(await outputsBefore(plan, state, place, values)),
      ...(frame && { [node]: await itemOf(state, frame, { node, item: path }, values) }),
    },
    now: clock.now(),
    stillOwned,
  };
  for (;;) {
    const judged = await executor.judge(job);
    if (!judged.ok && judged.failure.kind === 'transient' && isWanted()) {
      await pause(clock, JUDGE_AGAIN_MS);
      continue;
    }
    const event: RunEvent = {
      type: 'scope.judged',
      at: clock.now(),
      ...placeIn(place),
      index,
      stop: judged.ok && judged.stop,
      ...(!judged.ok && { failure: judged.failure }),
    };
    return { event };
  }
}

function tooLarge(bytes: number): Failure {
  const [most, have] = [MAX_RESULT_BYTES, bytes].map((size) => `${Math.ceil(size / 1024 / 1024)} MB`);
  const message = `The items gave ${have}; a scope collects ${most} at most. Only count them, or hand what they give on within the body.`;
  return { kind: 'flow', category: 'validation', code: 'results-too-large', message };
}

function placeIn({ node, item }: Place): { readonly node: string; readonly item?: string } {
  return { node, ...(item !== '' && { item }) };
}

function since(begun: number, { clock }: Execution): number {
  return Math.round((clock.monotonic() - begun) * 10) / 10;
}

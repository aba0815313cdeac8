import { StepError } from '@lockstep/schema/node';
import type { Json, Payload, RunEvent } from '@lockstep/schema/run';
import {
  type Command,
  ENGINE_VERSION,
  type NodeId,
  type Place,
  type Plan,
  type RunState,
  stepAt,
} from '../../engine/index.ts';
import type { AppendItem, EndedItem, Journal } from '../../store/index.ts';
import { type Clock, pause } from '../clock.ts';
import { bounded, type StepResult } from '../steps/index.ts';
import type { Resolve, Values } from './messages.ts';
import { createScopePages } from './scope-pages.ts';
import { untilStoreAnswers } from './store-retry.ts';

type ItemEnded = Extract<Command, { readonly type: 'item.ended' }>;

/** Events after which the state of a run is kept at the earliest, so that a takeover need not fold what came before. */
const KEEP_EVENTS = 500;
/** A large state is kept less often: so many bytes count as one event. */
const KEEP_BYTES = 200;
/** Waits before a page that cannot be read is asked for again. */
const PAGE_WAITS_MS: readonly number[] = [200, 1000, 5000];

/** What one run's scopes need of its host besides its steps: items, what became of them, states kept on the way. */
export interface ScopeDesk {
  readonly values: Values;
  /** A pull of the scope at `place` has given these items. */
  fed(place: Place, before: RunState, items: readonly Json[]): void;
  /** An item ended with the event that is `nr`th of the next write. */
  ended(command: ItemEnded, states: { readonly before: RunState; readonly after: RunState }, nr: number): void;
  /** An event of the next write is about an item. */
  touched(): void;
  /** What to write with the events so far, the newest of which is `seq`; forgets it. */
  take(after: { readonly state: RunState; readonly seq: number }): DeskFields;
}

type DeskFields = Pick<AppendItem, 'items' | 'snapshot'>;

export interface ScopeDeskOptions {
  readonly runId: string;
  readonly plan: Plan;
  readonly journal: Pick<Journal, 'loadPayload' | 'readItem'>;
  readonly clock: Clock;
  readonly resolve: Resolve;
  /** Newest event whose state was kept. */
  readonly keptSeq: number;
  readonly retried: boolean;
  readonly isWanted: () => boolean;
  /** One pull that was answered before, asked again. */
  pull(state: RunState, place: Place, cursor: Json | undefined): Promise<StepResult>;
  /** The reference under which a value is stored, where it is. */
  refOf(payload: Payload): { readonly ref: string; readonly bytes: number } | undefined;
}

export function createScopeDesk(options: ScopeDeskOptions): ScopeDesk {
  const { runId, plan, journal, clock, resolve, isWanted, refOf } = options;
  const hasScopes = plan.nodes.some(({ rules }) => rules !== undefined);
  const pages = createScopePages(plan, {
    load: (ref) => untilStoreAnswers(clock, () => journal.loadPayload(ref), isWanted),
    pull: pullAgain,
  });
  let ended: EndedItem[] = [];
  let isTouched = false;
  let kept = { seq: options.keptSeq, bytes: 0 };

  async function pullAgain(state: RunState, place: Place, cursor: Json | undefined): Promise<readonly Json[]> {
    for (const waitMs of [...PAGE_WAITS_MS, undefined]) {
      const result = await options.pull(state, place, cursor);
      if (result.ok) return 'feed' in result ? result.feed.items : [];
      const { failure } = result;
      if (failure.kind !== 'transient' || waitMs === undefined || !isWanted()) throw new StepError(failure);
      await pause(clock, Math.max(waitMs, failure.retryAfterMs ?? 0));
    }
    return [];
  }

  async function outputsOf(item: string): Promise<Readonly<Record<NodeId, Json>>> {
    const events = await untilStoreAnswers(clock, () => journal.readItem(runId, item), isWanted);
    const outputs: Record<NodeId, Json> = {};
    for (const event of events) if (isOutput(event)) outputs[event.node] = await resolve(event.output);
    return outputs;
  }

  return {
    values: { resolve, itemOf: pages.itemOf, outputsOf },
    fed(place, before, items) {
      pages.keep(place, stepAt(plan, before, place)?.scope?.fed ?? 0, items);
    },
    ended({ node, item: parent = '', index, status, output, failure, failedNode }, { before, after }, nr) {
      const place = { node, item: parent };
      const input = status === 'failed' ? pages.peek(before, place, index) : undefined;
      ended.push({
        node,
        parent,
        idx: index,
        status,
        nr,
        ...(output && outputFields(output)),
        ...(failedNode !== undefined && { failedNode }),
        ...(failure && { failure: JSON.stringify(failure) }),
        ...(input !== undefined && { input: JSON.stringify(bounded(input)) }),
      });
      pages.forget(after, place);
    },
    touched() {
      isTouched = true;
    },
    take({ state, seq }) {
      const items = isTouched || ended.length > 0 ? { items: ended } : {};
      const isDue = seq - kept.seq >= Math.max(KEEP_EVENTS, kept.bytes / KEEP_BYTES);
      const snapshot = hasScopes && isDue ? keep(state, seq) : {};
      ended = [];
      isTouched = false;
      return { ...items, ...snapshot };
    },
  };

  function outputFields(output: Payload): Pick<EndedItem, 'output' | 'ref'> {
    const stored = 'ref' in output ? output : refOf(output);
    if (stored) return { ref: stored.ref };
    return { output: 'value' in output ? (JSON.stringify(output.value) ?? 'null') : 'null' };
  }

  /** Large values are in the database already: the state refers to them. */
  function keep(state: RunState, seq: number): Pick<AppendItem, 'snapshot'> {
    const text = JSON.stringify(state, (_, value: unknown) => (isPayload(value) ? (refOf(value) ?? value) : value));
    kept = { seq, bytes: text.length };
    return { snapshot: { engine: ENGINE_VERSION, retried: options.retried, state: text } };
  }
}

function isOutput(event: RunEvent): event is Extract<RunEvent, { type: 'step.succeeded' | 'step.released' }> {
  return event.type === 'step.succeeded' || event.type === 'step.released';
}

function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && 'value' in value;
}

import { createHash } from 'node:crypto';
import type { Json, Payload, RunEvent } from '@lockstep/schema/run';
import { type NodeId, type Place, type Plan, refOf } from '../../engine/index.ts';

/** What the history of one run says about an effect of an item. */
export type Trace =
  | {
      readonly status: 'done';
      readonly port: string;
      readonly output: Payload;
      readonly inputHash: string | undefined;
      readonly at: number;
      /** The run that did it, where that was an earlier one. */
      readonly runId: string | undefined;
    }
  | { readonly status: 'undone' | 'unsure' | 'failed' };

/** What all runs before this one say together. */
export interface Remembered {
  readonly standing?: (Extract<Trace, { status: 'done' }> & { readonly runId: string }) | 'unsure';
  /** Run that its key carries, when what was done was taken back. */
  readonly keyRun?: string;
}

/** What an effect of an item worked on, to tell later whether it was the same. */
export function inputHashOf(input: Json): string {
  return createHash('sha256').update(JSON.stringify(input)).digest('base64url').slice(0, 22);
}

/** Looks through what happened to an item for one of its steps; `undefined` when it never began. */
export function traceOf(events: readonly RunEvent[], node: NodeId, undo: NodeId | undefined): Trace | undefined {
  let trace: Trace | undefined;
  for (const event of events) {
    if (event.type === 'step.succeeded' && event.node === undo) trace = { status: 'undone' };
    if (!('node' in event) || event.node !== node) continue;
    if (event.type === 'step.succeeded' || event.type === 'step.released') {
      const { port, output, at } = event;
      const { kept, inputHash } = event.type === 'step.succeeded' ? event : {};
      trace = { status: 'done', port, output, inputHash, at: kept?.at ?? at, runId: kept?.runId };
    } else if (event.type === 'step.failed') {
      trace = { status: event.failure.outcomeUnknown || trace?.status === 'unsure' ? 'unsure' : 'failed' };
    } else if (event.type === 'step.parked') {
      // Until it is released nobody here knows how far the run came that it called.
      trace = { status: 'unsure' };
    }
  }
  return trace;
}

/** @param traces of the earlier runs, the oldest first */
export function remember(
  traces: readonly { readonly runId: string; readonly trace: Trace | undefined }[],
  self: string,
): Remembered {
  let standing: Remembered['standing'];
  let keyRun: string | undefined;
  let isTakenBack = false;
  for (const { runId, trace } of traces) {
    if (!trace) continue;
    // It was done again after it was taken back: from then on under the key of that run.
    if (isTakenBack) [keyRun, isTakenBack] = [runId, false];
    if (trace.status === 'done') standing = { ...trace, runId: trace.runId ?? runId };
    else if (trace.status === 'unsure') standing ??= 'unsure';
    else if (trace.status === 'undone') [standing, isTakenBack] = [undefined, true];
  }
  if (isTakenBack) keyRun = self;
  return { ...(standing && { standing }), ...(keyRun !== undefined && { keyRun }) };
}

export interface EarlierItemsOptions {
  readonly runId: string;
  readonly plan: Plan;
  /** The oldest first. */
  readonly earlier: readonly string[];
  /** Steps that are done again whatever was done. */
  readonly repeat: readonly NodeId[];
  readItem(runId: string, item: string): Promise<readonly RunEvent[]>;
}

/** What earlier runs did for the items of a replay, looked up when it comes to them (R27). */
export interface EarlierItems {
  look(place: Place): Promise<Remembered>;
}

export function createEarlierItems(options: EarlierItemsOptions): EarlierItems {
  const { runId: self, plan, earlier, repeat, readItem } = options;
  return {
    async look({ node, item }) {
      const { undo, undoes } = plan.byId.get(node) ?? {};
      if (item === '' || repeat.includes(undoes ?? node)) return {};
      const traces = await Promise.all(
        earlier.map(async (runId) => {
          const trace = traceOf(await readItem(runId, item), node, undo);
          // What was taken back once is remembered as that by its system.
          const isDone = undoes !== undefined && trace?.status === 'done';
          return { runId, trace: isDone ? ({ status: 'undone' } as const) : trace };
        }),
      );
      return remember(traces, self);
    },
  };
}

/** The keys of a run with that of one step replaced. */
export function withKeyRun(
  keyRuns: Readonly<Record<string, string>> | undefined,
  place: Place,
  keyRun: string | undefined,
): Readonly<Record<string, string>> | undefined {
  return keyRun === undefined ? keyRuns : { ...keyRuns, [refOf(place)]: keyRun };
}

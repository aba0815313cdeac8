import { upstreamOf } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { type RunRow, readRunEvents } from '../../store/runs-view.ts';
import type { Doors } from '../ports.ts';
import { messageOf } from './message-of.ts';
import { stepTexts } from './step-data.ts';

/** What a step received in a run, and what the steps before it gave, whole. */
export interface StepValues {
  /** Absent when the message never reached it. */
  readonly input?: Json;
  readonly outputs: Readonly<Record<string, Json>>;
}

/** @param at the step; `item` is empty outside of scopes */
export async function stepValues(
  row: RunRow,
  at: { readonly node: string; readonly item: string },
  doors: Pick<Doors, 'db' | 'flows'>,
): Promise<StepValues | undefined> {
  const own = await stepTexts(row, at, doors);
  if (!own) return undefined;
  const outputs: Record<string, Json> = {};
  const { flow } = own.run;
  for (const id of upstreamOf(flow, at.node)) {
    const scoped = flow.nodes.find((node) => node.id === id)?.scope !== undefined;
    const text = (await stepTexts(row, { node: id, item: scoped ? at.item : '' }, doors))?.output;
    if (text !== undefined) outputs[id] = JSON.parse(text) as Json;
  }
  return { ...(own.input !== undefined && { input: JSON.parse(own.input) as Json }), outputs };
}

/** The start at which a run began, and the message that came in there. */
export async function beginningOf(
  db: Doors['db'],
  runId: string,
): Promise<{ readonly start: string | undefined; readonly input: Json }> {
  const [[first], input] = await Promise.all([readRunEvents(db, runId, 1), messageOf(db, runId)]);
  return { start: first?.type === 'run.started' ? first.node : undefined, input };
}

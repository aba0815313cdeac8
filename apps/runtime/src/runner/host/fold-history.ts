import { ENGINE_VERSION, fold, initialState, type Next, type Plan, type RunState } from '../../engine/index.ts';
import type { History, Journal } from '../../store/index.ts';

/** A run as its history tells it, from the newest state that was kept on. */
export function foldHistory(plan: Plan, { kept, events }: Pick<History, 'kept' | 'events'>): Next {
  return fold(plan, events, kept ? (JSON.parse(kept.state) as RunState) : initialState);
}

/** The history of one run; `undefined` when there is none. */
export async function readHistory(
  journal: Pick<Journal, 'readHistories'>,
  runId: string,
): Promise<History | undefined> {
  return (await journal.readHistories([runId], ENGINE_VERSION)).get(runId);
}

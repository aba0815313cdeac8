import type { Json } from '@lockstep/schema/run';
import type { Db } from '../../store/index.ts';
import { readPayload, readRunEvents } from '../../store/runs-view.ts';

/** The message a run began with. */
export async function messageOf(db: Db, runId: string): Promise<Json> {
  const [first] = await readRunEvents(db, runId, 1);
  if (first?.type !== 'run.started') return null;
  const { output } = first;
  return 'value' in output ? output.value : (JSON.parse((await readPayload(db, output.ref)) ?? 'null') as Json);
}

import type { Flow } from '@lockstep/schema/graph';
import { newestVersion, readSnapshot } from '../store/flows.ts';
import { approvalOf, wasPublished } from '../store/reviews.ts';
import type { Doors } from './ports.ts';

export type ReviewGate =
  | { readonly open: true; readonly review?: { readonly id: string; readonly by: string } }
  | { readonly open: false; readonly detail: string };

/**
 * Why publishing this flow asks for a review: the installation, or the flow itself. What is live decides as well as the draft, so
 * nobody publishes their way out of it alone.
 */
export async function reviewPolicy(
  flow: Flow,
  { db, config }: Pick<Doors, 'db' | 'config'>,
): Promise<'installation' | 'flow' | undefined> {
  if (config.review === 'always') return 'installation';
  if (flow.settings.review === 'required') return 'flow';
  const live = await newestVersion(db, flow.id);
  const published = live && (await readSnapshot(db, live.snapshotId));
  return published?.settings.review === 'required' ? 'flow' : undefined;
}

/** Whether this content may follow version `basedOn`: no review is asked for, it was approved, or it was live before. */
export async function reviewGate(
  flow: Flow,
  { hash, basedOn }: { readonly hash: string; readonly basedOn: number },
  doors: Pick<Doors, 'db' | 'config'>,
): Promise<ReviewGate> {
  if ((await reviewPolicy(flow, doors)) === undefined) return { open: true };
  const review = await approvalOf(doors.db, { flowId: flow.id, hash, basedOn });
  if (review) return { open: true, review };
  if (await wasPublished(doors.db, { flowId: flow.id, hash })) return { open: true };
  return { open: false, detail: 'Another person must approve exactly this state of the flow first: ask for a review.' };
}

import type { Accepted, AcceptItem, LaneAccepted, LaneItem, Sql } from '../../store/index.ts';
import type { LaneDesk } from './lane-desk.ts';
import type { HostStorage } from './storage.ts';

export type AcceptedRun = Accepted & Partial<Pick<LaneAccepted, 'lane' | 'news'>>;

/** Accepts messages in a transaction of the caller, those with a place in a lane too. Answers in their order. */
export async function acceptMixed(
  items: readonly AcceptItem[],
  parts: {
    readonly tx: Pick<Sql, 'unsafe'>;
    readonly desk: Pick<LaneDesk, 'acceptIn'> | undefined;
    readonly acceptIn: HostStorage['acceptIn'];
  },
): Promise<readonly AcceptedRun[]> {
  const { tx, desk, acceptIn } = parts;
  const enter = desk?.acceptIn;
  if (!acceptIn || (desk && !enter)) throw new Error('This host accepts nothing in transactions of others.');
  const laned = enter ? items.filter(isLaned) : [];
  const plain = items.filter((item) => !laned.includes(item as LaneItem));
  const accepted = plain.length === 0 ? [] : await acceptIn(tx, plain);
  const placed = laned.length === 0 || !enter ? [] : await enter(tx, laned);
  const byRun = new Map<string, AcceptedRun>();
  for (const [index, { runId }] of plain.entries()) byRun.set(runId, accepted[index] as AcceptedRun);
  for (const [index, { runId }] of laned.entries()) byRun.set(runId, placed[index] as AcceptedRun);
  return items.map(({ runId }) => byRun.get(runId) as AcceptedRun);
}

function isLaned(item: AcceptItem): item is LaneItem {
  return item.lane !== undefined;
}

import { RunStatus } from '@lockstep/schema/run';
import type { RunRow } from '../../store/runs-view.ts';

/** What a view of a run is made from. */
export interface Stamp extends Pick<RunRow, 'snapshotId' | 'status'> {
  readonly seq: number;
}

/** A stamp as text: whatever changes the view of a run changes it. */
export function stampOf({ snapshotId, status, lastSeq }: RunRow): string {
  return `${lastSeq}.${status}.${snapshotId}`;
}

/** `undefined` for what is no stamp. */
export function readStamp(text: string): Stamp | undefined {
  const [, seq, word, snapshotId = ''] = /^(\d{1,9})\.([a-z]+)\.(.+)$/.exec(text) ?? [];
  const status = RunStatus.safeParse(word).data;
  return status && { seq: Number(seq), status, snapshotId };
}

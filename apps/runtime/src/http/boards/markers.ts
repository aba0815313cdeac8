import type { PictureOf } from '@lockstep/schema/api';
import { readPublished } from '../../store/boards/runs.ts';
import { readOpenings } from '../../store/boards/systems.ts';
import type { BoardSource } from './board.ts';

/** What may explain a bend in a line: publications, and systems that were left alone. */
export async function markersOf({ db, bins, flowId }: BoardSource): Promise<PictureOf<'series'>['markers']> {
  const [published, opened] = await Promise.all([
    readPublished(db, bins.from, bins.to, flowId),
    readOpenings(db, bins.from, bins.to),
  ]);
  return [
    ...published.map(({ flowId: id, name, version, at }) => ({
      at: at.getTime(),
      label: `${name} v${version} published`,
      kind: 'publish' as const,
      href: `/flows/${id}?v=${version}`,
    })),
    ...opened.map(({ connectionId, at, by }) => ({
      at: at.getTime(),
      label: by === null ? `${connectionId} failed and was left alone` : `${connectionId} paused by ${by}`,
      kind: 'incident' as const,
      href: '/connections',
    })),
  ].sort((one, other) => one.at - other.at);
}

import type { PictureOf } from '@lockstep/schema/api';
import type { readStuck } from '../../store/boards/cases.ts';
import { wordOf } from './words.ts';

export function workList({ rows, total }: Awaited<ReturnType<typeof readStuck>>): PictureOf<'work'> {
  return {
    id: 'work',
    kind: 'work',
    wide: true,
    title: 'What is stuck',
    ask: 'What has waited longest, why, and who looks after it?',
    total,
    rows: rows.map(({ kind, key, title, stage, since, cause, nextTry, owner, exceptionId, undecided }) => ({
      key,
      ...(title !== null && { title }),
      stage: wordOf(stage),
      since: since.getTime(),
      cause,
      ...(nextTry !== null && { nextTry: nextTry.getTime() }),
      ...(owner !== null && { owner }),
      ...(exceptionId !== null && !undecided && { exceptionId }),
      href:
        kind !== null
          ? `/cases/${encodeURIComponent(kind)}/${encodeURIComponent(key)}`
          : `/exceptions?exception=${exceptionId}`,
    })),
  };
}

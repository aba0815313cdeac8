import type { RunView } from '@lockstep/schema/api';
import { Notice, Time } from '../../ui/index.ts';

/** Below the header of a run that people moved to another version while it waited: its history began on an older drawing. */
export function RunMoveNote({ run: { moves = [] } }: { readonly run: RunView }) {
  if (moves.length === 0) return null;
  return (
    <div className="px-6 pb-3" data-testid="run-moves">
      <Notice kind="info">
        <ul>
          {moves.map(({ from, to, by, at }) => (
            <li key={`${at} ${to}`}>
              Moved from v{from} to <strong className="font-semibold">v{to}</strong> <Time at={at} /> by <bdi>{by}</bdi>
              .
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

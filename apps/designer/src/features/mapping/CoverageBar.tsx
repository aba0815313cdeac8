import { type Coverage, textOfPath } from '@lockstep/schema/mapping';
import clsx from 'clsx';
import { Tooltip } from '../../ui/index.ts';

/** How many of the required fields are mapped, and which are not; a click leaves only these in the tree. */
export function CoverageBar({
  coverage: { mapped, required, open },
  isFiltered,
  onFilter,
}: {
  readonly coverage: Coverage;
  /** Only open fields are shown. */
  readonly isFiltered: boolean;
  readonly onFilter: () => void;
}) {
  const share = required === 0 ? 1 : mapped / required;
  const names = open.slice(0, 5).map(textOfPath).join(', ');
  const hint =
    open.length === 0
      ? 'Every required field is mapped'
      : `Open: ${names}${open.length > 5 ? ` and ${open.length - 5} more` : ''}`;
  return (
    <Tooltip label={hint}>
      <button
        type="button"
        data-testid="map-coverage"
        aria-pressed={isFiltered}
        onClick={onFilter}
        aria-label={`${mapped} of ${required} required fields mapped. ${hint}.`}
        className="flex h-8 shrink-0 items-center gap-2 whitespace-nowrap rounded-lg px-2 text-sm hover:bg-hover"
      >
        <span className="tabular text-muted">
          {mapped}/{required} required
        </span>
        <span aria-hidden="true" className="h-1.5 w-20 overflow-hidden rounded-full bg-pressed">
          <span
            className={clsx('block h-full rounded-full', share === 1 ? 'bg-ok' : 'bg-waiting')}
            style={{ width: `${Math.round(share * 100)}%` }}
          />
        </span>
      </button>
    </Tooltip>
  );
}

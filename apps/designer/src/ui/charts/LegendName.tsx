import type { PictureTone } from '@lockstep/schema/api';
import { useStill } from './links.tsx';
import { TONE_BOX, TONE_MARK } from './tones.ts';

/** Name of a line or an area, marked as it is drawn; pressed, it hides what it names. */
export function LegendName({
  name,
  tone,
  opacity,
  isShown,
  onToggle,
}: {
  readonly name: string;
  readonly tone: PictureTone;
  /** As its area is drawn. */
  readonly opacity: number;
  readonly isShown: boolean;
  readonly onToggle: () => void;
}) {
  const mark =
    opacity === 1 ? (
      <span aria-hidden="true" className={`h-1 w-3 rounded-full ${TONE_BOX[tone]}`} />
    ) : (
      <svg data-icon aria-hidden="true" width={12} height={12} className={TONE_MARK[tone]}>
        <rect x={1} y={1} width={10} height={10} rx={2} fillOpacity={opacity} />
      </svg>
    );
  if (useStill())
    return (
      <span className="flex items-center gap-1.5 text-muted">
        {mark}
        {name}
      </span>
    );
  return (
    <button
      type="button"
      aria-pressed={isShown}
      onClick={onToggle}
      className="flex touch:min-h-11 items-center gap-1.5 rounded text-muted hover:text-text aria-[pressed=false]:line-through aria-[pressed=false]:opacity-60"
    >
      {mark}
      {name}
    </button>
  );
}

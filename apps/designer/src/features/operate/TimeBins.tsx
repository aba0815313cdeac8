import { Slider as Base } from '@base-ui/react/slider';
import type { FlowStats } from '@lockstep/schema/api';
import clsx from 'clsx';
import { useId } from 'react';
import { formatAbsolute, formatCount } from '../../ui/index.ts';

export interface BinRange {
  /** First bin, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

export interface TimeBinsProps {
  readonly stats: Pick<FlowStats, 'bins' | 'binMs' | 'since' | 'until' | 'versions'>;
  readonly range: BinRange;
  readonly onChange: (range: BinRange) => void;
}

const HEIGHT = 56;
const MIN_BAR = 1.5;

/** How much came in over the time, what of it failed, when versions were published; and the part that is looked at. */
export function TimeBins({ stats: { bins, binMs, since, until, versions }, range, onChange }: TimeBinsProps) {
  const hint = useId();
  const most = Math.max(1, ...bins.map(({ began, failed }) => Math.max(began, failed)));
  const [start, end] = [Date.parse(since), Date.parse(until)];
  const publishes = versions.flatMap(({ version, publishedAt }) => {
    const at = publishedAt === undefined ? Number.NaN : (Date.parse(publishedAt) - start) / (end - start);
    return at >= 0 && at <= 1 ? [{ version, at, publishedAt }] : [];
  });
  const words = (index: number) => formatAbsolute(start + index * binMs);
  return (
    <div className="px-4 pt-3 pb-2">
      <div className="relative" style={{ height: HEIGHT }}>
        <div className="flex h-full items-end gap-px" role="img" aria-label={chartWords(bins)}>
          {bins.map(({ at, began, failed }, index) => {
            const isIn = index >= range.from && index < range.to;
            return (
              <div
                key={at}
                title={`${words(index)}: ${formatCount(began)} came in, ${formatCount(failed)} failed`}
                className="flex h-full min-w-0 flex-1 flex-col justify-end rounded-t-sm hover:bg-hover"
              >
                {failed > 0 && (
                  <div className="bg-failed" style={{ height: Math.max(MIN_BAR, (failed / most) * HEIGHT) }} />
                )}
                <div
                  className={isIn ? 'bg-accent' : 'bg-line-strong'}
                  style={{ height: began === 0 ? 1 : Math.max(MIN_BAR, (Math.max(0, began - failed) / most) * HEIGHT) }}
                />
              </div>
            );
          })}
        </div>
        {publishes.map(({ version, at, publishedAt }) => (
          <div
            key={version}
            title={`Version ${version} published ${formatAbsolute(Date.parse(publishedAt ?? ''))}`}
            className="absolute inset-y-0 border-undone border-l border-dashed"
            style={{ left: `${at * 100}%` }}
          >
            <span
              className={clsx(
                'absolute top-0 rounded bg-undone-soft px-1 font-medium text-2xs text-undone',
                at > 0.5 ? 'right-0.5' : 'left-0.5',
              )}
            >
              v{version}
            </span>
          </div>
        ))}
      </div>
      <Base.Root
        value={[range.from, range.to]}
        min={0}
        max={bins.length}
        minStepsBetweenValues={1}
        onValueChange={(next) =>
          typeof next !== 'number' && onChange({ from: next[0] ?? 0, to: next[1] ?? bins.length })
        }
        aria-describedby={hint}
      >
        <Base.Control className="flex h-5 touch-none select-none items-center">
          <Base.Track className="h-1 w-full rounded-full bg-pressed">
            <Base.Indicator className="rounded-full bg-accent" />
            {(['From', 'To'] as const).map((name, index) => (
              <Base.Thumb
                key={name}
                index={index}
                aria-label={name}
                getAriaValueText={(_text, number) => words(number)}
                className="size-3.5 rounded-full border-2 border-accent bg-raised has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-1"
              />
            ))}
          </Base.Track>
        </Base.Control>
      </Base.Root>
      <p id={hint} className="tabular flex justify-between text-muted text-xs">
        <span>{words(range.from)}</span>
        <span>
          {range.from === 0 && range.to === bins.length
            ? 'Everything; drag an end to look at a part'
            : 'A part of the time'}
        </span>
        <span>{range.to === bins.length ? 'now' : words(range.to)}</span>
      </p>
    </div>
  );
}

function chartWords(bins: TimeBinsProps['stats']['bins']): string {
  const began = bins.reduce((sum, bin) => sum + bin.began, 0);
  const failed = bins.reduce((sum, bin) => sum + bin.failed, 0);
  return `${formatCount(began)} messages came in, ${formatCount(failed)} steps failed`;
}

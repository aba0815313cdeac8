import type { PictureOf } from '@lockstep/schema/api';
import { formatCount } from '../format.ts';
import { useWidth } from './use-width.ts';

const MAX_CELL = 26;
const LEFT = 34;
const TOP = 18;
const dayName = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' });
const monthName = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
const dayWords = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

/** A square a day, weeks side by side; the redder, the more. */
export function CalendarChart({ picture }: { readonly picture: PictureOf<'calendar'> }) {
  const [ref, room] = useWidth<HTMLDivElement>();
  const { days, of } = picture;
  const first = new Date(`${days[0]?.date ?? '1970-01-01'}T00:00:00Z`);
  const offset = (first.getUTCDay() + 6) % 7; // weeks begin on Monday
  const weeks = Math.ceil((days.length + offset) / 7);
  const cell = Math.min(MAX_CELL, Math.max(8, Math.floor((room - LEFT) / Math.max(1, weeks))));
  const worst = Math.max(0, ...days.map(({ value }) => value));
  const placed = days.map((day, nr) => ({
    ...day,
    at: new Date(`${day.date}T00:00:00Z`),
    week: Math.floor((nr + offset) / 7),
    weekday: (nr + offset) % 7,
  }));
  const [width, height] = [LEFT + weeks * cell, TOP + 7 * cell];
  return (
    <div ref={ref} className="flex min-w-0 flex-col gap-2">
      <svg
        role="img"
        aria-label={`${picture.title}: ${of} by day`}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="block h-auto max-w-full"
      >
        {[0, 2, 4].map((weekday) => (
          <text
            key={weekday}
            x={LEFT - 6}
            y={TOP + weekday * cell + cell / 2}
            dy="0.32em"
            textAnchor="end"
            className="fill-muted text-[10px]"
          >
            {dayName.format(Date.UTC(2024, 0, 1 + weekday))}
          </text>
        ))}
        {placed
          .filter(({ at }) => at.getUTCDate() === 1)
          .map(({ at, week, date }) => (
            <text key={date} x={LEFT + week * cell} y={TOP - 6} className="fill-muted text-[10px]">
              {monthName.format(at)}
            </text>
          ))}
        {placed.map(({ date, at, value, week, weekday }) => (
          <rect
            key={date}
            x={LEFT + week * cell}
            y={TOP + weekday * cell}
            width={cell - 2}
            height={cell - 2}
            rx={2}
            className={value === 0 ? 'fill-sunken' : 'fill-failed'}
            fillOpacity={value === 0 ? 1 : 0.25 + 0.75 * (value / worst)}
          >
            <title>{`${dayWords.format(at)}: ${formatCount(value)} ${of}`}</title>
          </rect>
        ))}
      </svg>
      <p className="text-muted text-xs">
        {worst === 0 ? `No ${of} on any of these days` : `Darkest: ${formatCount(worst)} ${of} on a day`}
      </p>
    </div>
  );
}

import { MAX_BOARD_DAYS } from '@lockstep/schema/api';

const MINUTE_MS = 60_000;
const DAY = 1_440;
/** Spans up to so many minutes are told by bins of so many. Of what is older than two days only hours are kept. */
const BINS = [
  { span: 3 * 60, bin: 1 },
  { span: 12 * 60, bin: 5 },
  { span: 30 * 60, bin: 15 },
  { span: 4 * DAY, bin: 60 },
  { span: 14 * DAY, bin: 180 },
  { span: MAX_BOARD_DAYS * DAY, bin: DAY },
] as const;

/** A span of time in whole bins. */
export interface Bins {
  readonly fromMinute: number;
  /** Without this one. */
  readonly toMinute: number;
  readonly binMinutes: number;
  /** Where each bin begins, epoch milliseconds. */
  readonly times: readonly number[];
  readonly from: Date;
  readonly to: Date;
}

/**
 * The bins that cover a span; the last one may be under way.
 *
 * @param from epoch milliseconds, before `to`
 */
export function binsOf(from: number, to: number): Bins {
  const minutes = Math.ceil((to - from) / MINUTE_MS);
  const binMinutes = BINS.find(({ span }) => minutes <= span)?.bin ?? DAY;
  const fromMinute = Math.floor(from / MINUTE_MS / binMinutes) * binMinutes;
  const toMinute = Math.ceil(to / MINUTE_MS / binMinutes) * binMinutes;
  const count = (toMinute - fromMinute) / binMinutes;
  return {
    fromMinute,
    toMinute,
    binMinutes,
    times: Array.from({ length: count }, (_, nr) => (fromMinute + nr * binMinutes) * MINUTE_MS),
    from: new Date(fromMinute * MINUTE_MS),
    to: new Date(toMinute * MINUTE_MS),
  };
}

/** A number for each bin, from rows that have one. */
export function perBin<Row extends { readonly bin: number }>(
  { times }: Pick<Bins, 'times'>,
  rows: readonly Row[],
  numberOf: (rows: readonly Row[]) => number | null,
): (number | null)[] {
  const byBin = Map.groupBy(rows, ({ bin }) => bin);
  return times.map((_, nr) => numberOf(byBin.get(nr) ?? []));
}

export const sumOf = (rows: readonly { readonly n: number }[]): number => rows.reduce((sum, { n }) => sum + n, 0);

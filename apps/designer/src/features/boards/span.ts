/** What a board looks at: the last hours, or a fixed part of the past. */
export interface BoardSpan {
  readonly hours?: number | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const DEFAULT_HOURS = 24;
const HOUR_MS = 3_600_000;
/** The question stays the same for so long, so that pictures do not jump with every second. */
const STEP_MS = 10_000;

export function queryOf(
  { hours, from, to }: BoardSpan,
  now = Date.now(),
): { readonly from?: string; readonly to?: string } {
  if (from !== undefined) return { from, ...(to !== undefined && { to }) };
  if (hours === undefined || hours === DEFAULT_HOURS) return {};
  const end = Math.ceil(now / STEP_MS) * STEP_MS;
  return { from: new Date(end - hours * HOUR_MS).toISOString() };
}

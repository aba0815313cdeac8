import type { Json } from '../run/json.ts';
import type { FieldHistory, Point } from './record.ts';

/** How one field of one system stands. */
export interface Standing {
  /** What somebody entered there last, and since when; absent when nobody did: all it has, we wrote. */
  readonly said?: { readonly value: Json; readonly sinceMs: number };
  /** What it has now, as it last reported; absent when it never reported the field. */
  readonly holds?: Json;
  /** What was written there and was not reported back yet. */
  readonly awaited?: Json;
}

/**
 * Moments remembered of a field. Messages in any order leave the same as long as none is older than all of these.
 */
const MAX_POINTS = 40;
/** More than there can be echoes of. */
const MAX_SENT = 60;

/** Adds a report. The same one again changes nothing. */
export function addPoint(history: FieldHistory | undefined, atMs: number, value: Json): FieldHistory {
  const { points, sent } = history ?? { points: [], sent: [] };
  if (points.some((point) => point.atMs === atMs && isSame(point.value, value))) return { points, sent };
  const all = [...points, { atMs, value }].sort(
    (one, other) => one.atMs - other.atMs || order(jsonText(one.value), jsonText(other.value)),
  );
  return { points: pruned(all), sent };
}

export function addSent(history: FieldHistory | undefined, value: Json): FieldHistory {
  const { points, sent } = history ?? { points: [], sent: [] };
  return { points, sent: [...sent, { value, afterMs: points.at(-1)?.atMs ?? 0 }].slice(-MAX_SENT) };
}

/** Forgets reports in the middle of a run first: its ends say since when a value stands, and until when it surely stood. */
function pruned(points: readonly Point[]): Point[] {
  if (points.length <= MAX_POINTS) return [...points];
  const middle = points.findIndex((point, at) => {
    const [before, after] = [points[at - 1], points[at + 1]];
    return before && after && isSame(before.value, point.value) && isSame(after.value, point.value);
  });
  return points.toSpliced(Math.max(0, middle), 1);
}

/**
 * Tells edits from echoes. A system that reports a value reports it until it changes, so reports fall into runs of one value. A run that
 * shows what we wrote is an echo: it says what the system has, and nothing of what anybody wants. Without this, our own write would
 * come back as the newest edit and win over a real one that was on its way meanwhile. Only clocks of the system itself are compared.
 */
export function standingOf({ points, sent }: FieldHistory): Standing {
  let pending = sent;
  let said: Standing['said'];
  let holds: Json | undefined;
  for (const { atMs, value } of points) {
    const echo = pending.findIndex((each) => each.afterMs < atMs && isSame(each.value, value));
    if (holds !== undefined && isSame(holds, value)) {
      // It had what we wrote already, unless another write comes in between.
      if (echo === 0) pending = pending.slice(1);
      continue;
    }
    // Writes arrive in order: what was written before this one is not reported any more.
    if (echo >= 0) pending = pending.slice(echo + 1);
    // That there is nothing yet is no word of anybody.
    else if (value !== null || holds !== undefined) said = { value, sinceMs: atMs };
    holds = value;
  }
  const awaited = pending.at(-1)?.value;
  return { ...(said && { said }), ...(holds !== undefined && { holds }), ...(awaited !== undefined && { awaited }) };
}

export function isSame(one: Json, other: Json): boolean {
  return one === other || jsonText(one) === jsonText(other);
}

/** The same for the same value, however its keys are ordered. */
export function jsonText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => order(one, other));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${jsonText(each)}`).join(',')}}`;
}

/** By code unit, the same on every machine. */
export function order(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

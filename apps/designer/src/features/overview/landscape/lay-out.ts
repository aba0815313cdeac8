import type { getLandscape, LandscapeFlow, OkOf } from '@lockstep/schema/api';

type Landscape = OkOf<typeof getLandscape>;

/** One box of the picture. */
export interface Box {
  readonly id: string;
  readonly y: number;
}

/** A line from an end to a flow, or from a flow to an end. */
export interface Way {
  readonly id: string;
  readonly flowId: string;
  readonly from: Box;
  readonly to: Box;
  /** Between which columns. */
  readonly side: 'in' | 'out';
  readonly runs: number;
  readonly failed: number;
}

export interface Picture {
  readonly sources: readonly Box[];
  readonly flows: readonly (Box & { readonly flow: LandscapeFlow })[];
  readonly targets: readonly Box[];
  readonly ways: readonly Way[];
  readonly height: number;
  /** Flows that are left out: they had no message, or only other flows begin them. */
  readonly others: number;
}

export const ROW = 44;

/**
 * Three columns: what messages come from, the flows, what they lead to. Ends stand near the middle of their flows, so that lines cross
 * seldom; the same input gives the same picture.
 *
 * @param all also flows without a message, and those that only others begin
 */
export function layOut({ flows }: Pick<Landscape, 'flows'>, all: boolean): Picture {
  const drawn = flows.filter(({ from, to }) => from.length + to.length > 0);
  const shown = drawn
    .filter((flow) => all || (runsOf(flow) > 0 && !flow.called))
    .toSorted((a, b) => compare(a.from[0] ?? '~', b.from[0] ?? '~') || compare(a.name, b.name));
  const rows = shown.map((flow, index) => ({ id: flow.flowId, flow, row: index }));
  const sources = column(rows, ({ from }) => from);
  const targets = column(rows, ({ to }) => to);
  const most = Math.max(rows.length, sources.length, targets.length, 1);
  const placed = (list: readonly string[]) => list.map((id, index) => ({ id, y: middle(index, list.length, most) }));
  const flowBoxes = rows.map(({ id, flow }, index) => ({ id, flow, y: middle(index, rows.length, most) }));
  const sourceBoxes = placed(sources);
  const targetBoxes = placed(targets);
  const ways = flowBoxes.flatMap((box) => {
    const { flow } = box;
    const counts = { flowId: flow.flowId, runs: runsOf(flow), failed: flow.runs.exception };
    const boxOf = (list: readonly Box[], id: string) => list.find((one) => one.id === id) ?? { id, y: 0 };
    return [
      ...flow.from.map((id): Way => {
        return { ...counts, id: `${id}>${flow.flowId}`, side: 'in', from: boxOf(sourceBoxes, id), to: box };
      }),
      ...flow.to.map((id): Way => {
        return { ...counts, id: `${flow.flowId}>${id}`, side: 'out', from: box, to: boxOf(targetBoxes, id) };
      }),
    ];
  });
  return {
    sources: sourceBoxes,
    flows: flowBoxes,
    targets: targetBoxes,
    ways,
    height: most * ROW,
    others: drawn.length - shown.length,
  };
}

export function runsOf({ runs }: Pick<LandscapeFlow, 'runs'>): number {
  return runs.queued + runs.running + runs.waiting + runs.done + runs.exception + runs.cancelled;
}

/** Pixels a line is wide: grows with the logarithm, so that one message is seen beside ten thousand. */
export function widthOf(runs: number): number {
  return runs === 0 ? 1 : Math.min(9, 1.5 + Math.log2(1 + runs));
}

/** Ids of a column, by the average row of the flows they belong to. */
function column(
  rows: readonly { readonly flow: LandscapeFlow; readonly row: number }[],
  ends: (flow: LandscapeFlow) => readonly string[],
): readonly string[] {
  const at = new Map<string, number[]>();
  for (const { flow, row } of rows) for (const id of ends(flow)) at.set(id, [...(at.get(id) ?? []), row]);
  const average = (list: readonly number[]) => list.reduce((sum, row) => sum + row, 0) / list.length;
  return [...at].toSorted(([a, x], [b, y]) => average(x) - average(y) || compare(a, b)).map(([id]) => id);
}

function middle(index: number, count: number, most: number): number {
  return ((index + 0.5) * most * ROW) / count;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

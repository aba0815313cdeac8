/** One line of the benchmark, as it is printed and written to the JSON file. */
export interface BenchRow {
  readonly name: string;
  readonly ours: number;
  readonly unit: string;
  readonly baseline: number;
  readonly baselineName: string;
  /** How many times better than the baseline; above 1 is better, also where less is. */
  readonly ratio: number;
}

/** A row, with what a reader needs to judge it. */
export interface Finding {
  readonly row: BenchRow;
  /** What was measured and how, in a sentence or two. */
  readonly meaning: string;
  /** Absent where the row is there for comparison only. */
  readonly budget?: Budget;
}

export interface Budget {
  /** For people, for example "at least 4x". */
  readonly text: string;
  readonly met: boolean;
}

interface Measured {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly baseline: number;
  readonly baselineName: string;
}

/** A row where more is better. */
export function moreIsBetter(measured: Measured): BenchRow {
  return row(measured, measured.ours / measured.baseline);
}

/** A row where less is better. */
export function lessIsBetter(measured: Measured): BenchRow {
  return row(measured, measured.baseline / measured.ours);
}

/** A row that is held against a limit: the limit is the baseline, and the budget is met below it. */
export function below(
  limit: number,
  { meaning, ...measured }: Omit<Measured, 'baseline' | 'baselineName'> & { readonly meaning: string },
): Finding {
  return {
    row: lessIsBetter({ ...measured, baseline: limit, baselineName: 'budget' }),
    meaning,
    budget: { text: `under ${limit} ${measured.unit}`, met: measured.ours < limit },
  };
}

/** A budget on the ratio of a row. */
export function atLeast(times: number, { ratio }: BenchRow, text = `at least ${times}x`): Budget {
  return { text, met: ratio >= times };
}

function row({ name, unit, ours, baseline, baselineName }: Measured, ratio: number): BenchRow {
  return { name, ours: rounded(ours), unit, baseline: rounded(baseline), baselineName, ratio: rounded(ratio, 2) };
}

/** Three figures that matter, no false precision. */
function rounded(value: number, digits = value >= 100 ? 0 : value >= 10 ? 1 : 2): number {
  return Number(value.toFixed(digits));
}

import { existsSync, readFileSync } from 'node:fs';

/** How a suite ended, in tests. */
export interface Tally {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
type Counts = Omit<Tally, 'name'>;

/** Counts of a Vitest JSON report. A report that is missing counts as one failure: the runner broke. */
export function readVitest(file: string): Counts {
  const report = readJson(file) as
    | { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests?: number }
    | undefined;
  if (!report) return BROKEN;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/** Counts of a Playwright JSON report. A flaky test counts as failed: flaky is broken. */
export function readPlaywright(file: string): Counts {
  const report = readJson(file) as
    | { stats: { expected: number; unexpected: number; flaky: number; skipped: number } }
    | undefined;
  if (!report) return BROKEN;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

export function total(tallies: readonly Tally[]): Counts {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of tallies) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}

const BROKEN: Counts = { passed: 0, failed: 1, skipped: 0 };

function readJson(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

import type { PreviewResult } from '../api/scripts.ts';
import { diffJson, type FieldChange } from '../graph/diff.ts';
import type { SampleExpectation } from '../graph/map-sample.ts';

/**
 * How a map does on a sample. `failed`: it gave no result; `broken`: the target contract refuses the result; `different`: it is not what
 * was expected.
 */
export type SampleState = 'failed' | 'broken' | 'different' | 'passed';

export interface Judgement {
  readonly state: SampleState;
  /** One sentence, or two or three words when it passed. */
  readonly why: string;
  /** Where the result is not what was expected, at most 50, by JSON pointer; `before` is what was expected. */
  readonly differences: readonly FieldChange[];
}

/** More differences than these nobody reads. */
const MOST = 50;

/** Whether a result is what the sample asks for. Outputs are compared whole: a field too many is a difference, the order of fields is none. */
export function judgeSample(expect: SampleExpectation | undefined, result: PreviewResult): Judgement {
  const asks = expect && 'error' in expect ? expect.error : undefined;
  if (!result.ok) {
    if (asks === result.code) return { state: 'passed', why: 'refused as expected', differences: [] };
    const place = result.line === undefined ? '' : ` (line ${result.line})`;
    return { state: 'failed', why: `${result.message}${place}`, differences: [] };
  }
  if (asks !== undefined) {
    return { state: 'different', why: `It gives a result; it was expected to fail with ${asks}.`, differences: [] };
  }
  const found = expect && 'output' in expect ? diffJson(expect.output, result.value) : [];
  const differences = found.slice(0, MOST);
  const [issue] = result.issues;
  if (issue) {
    const more = result.issues.length > 1 ? `, and ${result.issues.length - 1} more` : '';
    const why = `${issue.path === '' ? 'The result' : issue.path} ${issue.message}${more}.`;
    return { state: 'broken', why, differences };
  }
  if (found.length > 0) {
    const [first] = found;
    const more = found.length > 1 ? `, and ${found.length - 1} more` : '';
    return { state: 'different', why: `${first?.path || 'The result'} is not as expected${more}.`, differences };
  }
  return { state: 'passed', why: expect ? 'as expected' : 'gives a result that fits', differences: [] };
}

/** What accepts the present result of a sample as the one that is expected. */
export function expectationOf(result: PreviewResult): SampleExpectation {
  return result.ok ? { output: result.value } : { error: result.code };
}

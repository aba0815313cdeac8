import type { Issue } from '@lockstep/schema/graph';
import type { CodeMark } from './editor/CodeEditor.tsx';

const memo = new WeakMap<readonly Issue[], Map<string, readonly CodeMark[]>>();

/** The problems that have a place in the text of a field. The same list for the same problems. */
export function marksOf(issues: readonly Issue[], pointer: string): readonly CodeMark[] {
  const known = memo.get(issues) ?? new Map<string, readonly CodeMark[]>();
  memo.set(issues, known);
  const before = known.get(pointer);
  if (before !== undefined) return before;
  const marks = issues.flatMap((issue): CodeMark[] =>
    issue.field === pointer && issue.line !== undefined
      ? [{ line: issue.line, column: issue.column ?? 1, message: issue.message, severity: issue.severity }]
      : [],
  );
  known.set(pointer, marks);
  return marks;
}

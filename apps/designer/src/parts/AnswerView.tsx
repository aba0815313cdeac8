import type { ReactNode } from 'react';
import type { ProblemError } from '../api/index.ts';
import { ErrorState } from '../ui/index.ts';

/** The part of a query this view reads. */
export interface AnswerQuery<Value> {
  readonly data: Value | undefined;
  readonly error: ProblemError | null;
  readonly refetch: () => unknown;
}

export interface AnswerViewProps<Value> {
  readonly query: AnswerQuery<Value>;
  /** What is shown while nothing is known yet. */
  readonly loading: ReactNode;
  /** What could not be read: `Runs`. */
  readonly what: string;
  readonly children: (value: Value) => ReactNode;
}

/** One of the three faces of fetched data: on its way, refused, there. An answer once had stays on screen. */
export function AnswerView<Value>({ query, loading, what, children }: AnswerViewProps<Value>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error === null) return loading;
  const { code, problem } = query.error;
  return (
    <ErrorState
      title={code === 'offline' ? problem.title : `${what} could not be read`}
      detail={problem.detail ?? problem.title}
      offline={code === 'offline'}
      onRetry={() => void query.refetch()}
    />
  );
}

import { textOfPath } from '@lockstep/schema/mapping';
import { TriangleAlert } from 'lucide-react';
import type { MapWork } from './use-map.ts';

/** What is wrong or lost in a map although its text is fine, in one line each. Nothing when there is nothing. */
export function MapProblems({ work }: { readonly work: MapWork }) {
  const { coverage, gaps, unused, isStale, view } = work;
  const problems = [
    ...(isStale && view.mode === 'drawn'
      ? ['The text cannot be drawn right now; the picture shows how it was before.']
      : []),
    ...(coverage.unknown.length > 0 ? [`The target has no ${namesOf(coverage.unknown)}.`] : []),
    ...gaps.map(
      ({ target, missing }) =>
        `${textOfPath(target)} has no answer for ${missing.map((value) => JSON.stringify(value)).join(', ')}.`,
    ),
  ];
  if (problems.length === 0 && unused.length === 0) return null;
  return (
    <div
      role="status"
      data-testid="map-problems"
      className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b bg-sunken px-3 py-1.5 text-xs"
    >
      {problems.map((problem) => (
        <span key={problem} className="flex items-center gap-1.5 text-waiting">
          <TriangleAlert size={13} aria-hidden="true" /> {problem}
        </span>
      ))}
      {unused.length > 0 && (
        <span className="text-muted" title={unused.slice(0, 40).map(textOfPath).join('\n')}>
          {unused.length} source {unused.length === 1 ? 'field is' : 'fields are'} not used: {namesOf(unused)}
        </span>
      )}
    </div>
  );
}

function namesOf(paths: readonly Parameters<typeof textOfPath>[0][]): string {
  const names = paths.slice(0, 3).map(textOfPath).join(', ');
  return paths.length > 3 ? `${names} and ${paths.length - 3} more` : names;
}

import { Suspense } from 'react';
import type { JsonTreeViewProps } from './JsonTreeView.tsx';
import { lazyPart } from './lazy-part.ts';

const JsonTreeView = lazyPart(async () => (await import('./JsonTreeView.tsx')).JsonTreeView);

/** A JSON value as a tree; its code comes after the first view. See `JsonTreeView`. */
export function JsonTree(props: JsonTreeViewProps) {
  return (
    <Suspense fallback={<p className="px-4 py-2 text-muted text-xs">Loading…</p>}>
      <JsonTreeView {...props} />
    </Suspense>
  );
}

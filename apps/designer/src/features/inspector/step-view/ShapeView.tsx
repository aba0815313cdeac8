import type { Json } from '@lockstep/schema/run';
import { useMemo } from 'react';
import { CopyButton } from '../../../ui/index.ts';
import { shapeOf } from './shape-of.ts';

/** The fields of a value with an example of each; a path is copied into an expression. */
export function ShapeView({
  root,
  value,
  label,
}: {
  readonly root: string;
  readonly value: Json;
  readonly label: string;
}) {
  const rows = useMemo(() => shapeOf(root, value), [root, value]);
  return (
    <ul aria-label={label} className="h-full overflow-auto py-1 text-xs">
      {rows.map(({ path, name, depth, kinds, example, optional }) => (
        <li
          key={path}
          className="flex h-7 items-center gap-2 pr-2 hover:bg-hover/60"
          style={{ paddingLeft: 12 + depth * 14 }}
        >
          <span className="min-w-0 truncate font-mono">
            {name}
            {optional && <span className="text-faint">?</span>}
          </span>
          <span className="shrink-0 text-muted">{kinds}</span>
          <span className="min-w-0 flex-1 truncate text-right font-mono text-ok">{example}</span>
          <CopyButton text={path.replaceAll('[]', '[0]')} label={`Copy path of ${name}`} kind="path" />
        </li>
      ))}
    </ul>
  );
}

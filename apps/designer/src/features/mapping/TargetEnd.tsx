import type { MapLine } from '@lockstep/schema/mapping';
import type { Json } from '@lockstep/schema/run';
import { Check, CircleX } from 'lucide-react';
import { Badge } from '../../ui/index.ts';
import { absenceOf } from './line-words.ts';
import { shortValue } from './sample-values.ts';
import type { TreeRow } from './tree-rows.ts';

export interface TargetEndProps {
  readonly row: TreeRow;
  readonly line: MapLine | undefined;
  readonly isOpen: boolean;
  readonly value: Json | undefined;
  /** What is wrong with the line, when something is. */
  readonly problem: string | undefined;
}

/** Value in the result, what happens when the source is missing, and whether the field is settled. */
export function TargetEnd({ row, line, isOpen, value, problem }: TargetEndProps) {
  const absence = line && absenceOf(line.value);
  return (
    <>
      <span className="truncate font-mono text-muted">{shortValue(value, row.field.isSensitive ?? false)}</span>
      {line?.value.kind === 'code' && <Badge tone="plain">code</Badge>}
      {line?.value.kind === 'omit' && <Badge tone="plain">left out</Badge>}
      {absence !== undefined && absence !== 'left out' && (
        <span className="shrink-0 text-faint" title={`When the source is missing: ${absence}`}>
          {absence === 'error' ? '!' : absence === 'null' ? '∅' : '…'}
        </span>
      )}
      {problem !== undefined && (
        <span title={problem} className="shrink-0 text-failed">
          <CircleX size={13} aria-hidden="true" />
        </span>
      )}
      {line && problem === undefined && <Check size={13} aria-hidden="true" className="shrink-0 text-ok" />}
      {isOpen && <span className="shrink-0 text-failed">open</span>}
    </>
  );
}

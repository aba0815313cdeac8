import { type Absence, absenceOf, type MapLine } from '@lockstep/schema/mapping';
import type { Json } from '@lockstep/schema/run';
import { Check, CircleX } from 'lucide-react';
import { Badge } from '../../ui/index.ts';
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
      {absence !== undefined && (
        <span className="w-3 shrink-0 text-center text-faint" title={`When the source is missing: ${absence}`}>
          {ABSENCE_SIGNS[absence]}
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

/** The same in one sign; the dialog of the field says it in words, and changes it. */
const ABSENCE_SIGNS: Readonly<Record<Absence, string>> = { 'left out': '–', null: '∅', default: '…', error: '!' };

import type { Flow, Issue } from '@lockstep/schema/graph';
import { checkUnits } from '../sandbox/index.ts';

/** Compile errors of the expressions that tell where a message belongs in its lane. */
export function laneIssues({ settings: { lane } }: Flow): readonly Issue[] {
  if (!lane) return [];
  const texts = { key: lane.key, 'order/value': lane.order?.value, 'dedupe/value': lane.dedupe?.value };
  const expressions = Object.fromEntries(
    Object.entries(texts).flatMap(([field, text]) => (text === undefined ? [] : [[field, text.replace(/^=/, '')]])),
  );
  return checkUnits([{ id: 'lane', kind: 'expressions', expressions }]).map(
    ({ key = 'key', message, line, column }) => {
      return { severity: 'error', code: 'expression-invalid', message, field: `settings/lane/${key}`, line, column };
    },
  );
}

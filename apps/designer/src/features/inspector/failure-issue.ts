import type { StepView } from '@lockstep/schema/api';
import type { FlowNode, Issue } from '@lockstep/schema/graph';
import { fieldsOf } from '../../forms/field-model.ts';
import { catalogue } from '../../steps/catalogue.ts';

/** Where a failed step went wrong, as a problem with a place: the line of the script, or the expression. */
export function failureIssue(
  node: FlowNode,
  step: Pick<StepView, 'failure'>,
  when = 'In the test run',
): Issue | undefined {
  const { failure } = step;
  if (failure?.position === undefined) return undefined;
  const { line, column, key } = failure.position;
  const field = key ?? scriptField(node);
  if (field === undefined) return undefined;
  const message = `${when}: ${failure.message}`;
  return { severity: 'error', code: failure.code, message, node: node.id, field, line, column };
}

/** Pointer of the one script a step has. */
function scriptField({ type }: FlowNode): string | undefined {
  const definition = catalogue.get(type);
  const script = definition && fieldsOf(definition.params).find(({ kind }) => kind === 'code');
  return script && `/${script.name}`;
}

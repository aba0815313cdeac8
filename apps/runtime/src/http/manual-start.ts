import type { Json, TriggerInfo } from '@lockstep/schema/run';
import { doorExpression, evaluate, keyText } from '../runner/door-expression.ts';
import type { LoadedFlow } from '../runner/steps/index.ts';
import type { Doors } from './ports.ts';

/** What people call a message that was started by hand: by the trigger's own expression, when it can be told. */
export async function manualBusinessKey(
  { sandbox, now }: Pick<Doors, 'sandbox' | 'now'>,
  start: { readonly ready: LoadedFlow; readonly node: string; readonly message: Json; readonly trigger: TriggerInfo },
): Promise<string | undefined> {
  const { ready, message, trigger } = start;
  const node = ready.flow.nodes.find(({ id }) => id === start.node);
  const text = node?.params.businessKey;
  if (!node || typeof text !== 'string' || text.trim() === '') return undefined;
  const expression = doorExpression(ready, `${node.id}/businessKey`, text);
  const result = await evaluate(sandbox, expression, { input: message, trigger, now: now() });
  return result.ok ? keyText(result.value)?.slice(0, 200) : undefined;
}

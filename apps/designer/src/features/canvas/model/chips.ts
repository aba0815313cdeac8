import { DEFAULT_RETRY, type FlowNode, type LaneSettings, UNDO_PORT } from '@lockstep/schema/graph';
import { type NodeDefinition, portsOf, strategyOf } from '@lockstep/schema/node';
import { oneAtATime } from '../../../parts/lane-words.ts';
import { formatMs } from '../../../steps/format-ms.ts';

export interface Chip {
  readonly kind: 'system' | 'retry' | 'timeout' | 'strategy' | 'undo' | 'no-undo' | 'disabled' | 'lane';
  readonly text: string;
  readonly title: string;
}

const STRATEGY_TITLE = {
  key: 'Sends an idempotency key, so a repeated call has its effect once',
  upsert: 'Writes by external id, so a repeated call has its effect once',
  'look-up': 'Looks for what it made before it repeats a call',
  once: 'Never repeats a call whose outcome is unknown: a person decides',
  safe: 'Only reads, so it may be repeated freely',
} as const;

/** What a step promises, in a few words each: reliability is the content, so it is on the card and not in a tab. */
export function chipsOf(
  node: FlowNode,
  definition: NodeDefinition | undefined,
  lane?: LaneSettings | undefined,
  undoDrawn = false,
): readonly Chip[] {
  const chips: Chip[] = [];
  const { policy } = node;
  if (policy.disabled === true) {
    chips.push({ kind: 'disabled', text: 'off', title: 'Switched off: the message passes through unchanged' });
  }
  if (definition?.ui.system !== undefined) {
    const { system } = definition.ui;
    // One word has room beside the other chips.
    chips.push({ kind: 'system', text: system.split(' ')[0] ?? system, title: `Works with ${system}` });
  }
  const retry = policy.retry ?? definition?.retry;
  const effective = retry ?? (definition !== undefined && definition.effect !== 'none' ? DEFAULT_RETRY : undefined);
  if (effective !== undefined && effective.maxAttempts > 1) {
    chips.push({ kind: 'retry', text: `${effective.maxAttempts}×`, title: `Up to ${effective.maxAttempts} attempts` });
  }
  if (policy.timeoutMs !== undefined) {
    const text = formatMs(policy.timeoutMs);
    chips.push({ kind: 'timeout', text, title: `An attempt may take ${text}` });
  }
  const strategy = definition && strategyOf(definition, node);
  if (strategy !== undefined && definition?.effect === 'write') {
    chips.push({ kind: 'strategy', text: strategy, title: STRATEGY_TITLE[strategy] });
  }
  if (definition !== undefined && strategy !== 'safe' && portsOf(definition, node.params).includes(UNDO_PORT)) {
    chips.push(
      undoDrawn
        ? { kind: 'undo', text: 'undo', title: 'Undone by a step of its own when the run fails later' }
        : { kind: 'no-undo', text: 'no undo', title: 'Stays done when the run fails later: nothing undoes it' },
    );
  }
  if (lane !== undefined && definition?.kind === 'trigger') {
    const text = oneAtATime(lane);
    chips.push({ kind: 'lane', text, title: `Messages go ${text}, in the order in which they came` });
  }
  return chips;
}

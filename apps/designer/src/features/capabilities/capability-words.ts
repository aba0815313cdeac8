import type { CapabilityView } from '@lockstep/schema/api';
import type { Binding, BindingRule, Offer } from '@lockstep/schema/capabilities';

/** Names of flows by id; the id where there is none. */
export type NameOf = (flowId: string) => string;

export function nameOf(offers: CapabilityView['offers']): NameOf {
  const names = new Map(offers.map(({ flowId, flowName }) => [flowId, flowName]));
  return (id) => names.get(id) ?? id;
}

/** A binding in parts, the flow that serves first. */
export function bindingParts({ flow, rules, share, shadow }: Binding, name: NameOf): readonly string[] {
  return [
    name(flow),
    ...rules.map((rule) => `${ruleWords(rule)}: ${name(rule.flow)}`),
    ...(share ? [`${share.percent} %: ${name(share.flow)}`] : []),
    ...(shadow ? [`compared with ${name(shadow.flow)}${shadow.percent === 100 ? '' : ` (${shadow.percent} %)`}`] : []),
  ];
}

function ruleWords({ field, is, from, to }: BindingRule): string {
  if (is) return `${field} is ${is.join(' or ')}`;
  if (from === undefined) return `${field} up to ${to}`;
  return to === undefined ? `${field} from ${from}` : `${field} ${from} to ${to}`;
}

export function becauseWords({ because }: Offer): string {
  switch (because.kind) {
    case 'rule':
      return `by rule ${because.rule + 1}`;
    case 'share':
      return 'by the share';
    case 'binding':
      return 'as everything else';
    default:
      return because satisfies never;
  }
}

export const SHADOW_WORDS = {
  same: { label: 'Same', tone: 'ok' },
  different: { label: 'Different', tone: 'waiting' },
  failed: { label: 'Failed', tone: 'failed' },
  skipped: { label: 'Left out', tone: 'idle' },
  open: { label: 'Under way', tone: 'running' },
} as const;

import type { Binding, BindingRule } from '@lockstep/schema/capabilities';

/** A binding in one line: `sales-order-s4hana, 10 % to sales-order-bc, compared with sales-order-bc`. */
export function bindingWords({ flow, rules, share, shadow }: Binding): string {
  return [
    flow,
    ...rules.map((rule) => `${ruleWords(rule)} to ${rule.flow}`),
    ...(share ? [`${share.percent} % to ${share.flow}`] : []),
    ...(shadow ? [`compared with ${shadow.flow}${shadow.percent === 100 ? '' : ` (${shadow.percent} %)`}`] : []),
  ].join(', ');
}

function ruleWords({ field, is, from, to }: BindingRule): string {
  if (is) return `${field} ${is.length === 1 ? is[0] : `one of ${is.join('/')}`}`;
  if (from === undefined) return `${field} up to ${to}`;
  return to === undefined ? `${field} from ${from}` : `${field} ${from} to ${to}`;
}

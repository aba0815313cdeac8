import type { Json } from '../run/json.ts';
import type { Binding, BindingRule } from './binding.ts';
import { placeOfKey } from './hash-share.ts';

export interface Offer {
  readonly flowId: string;
  /** What decided: `rule 2`, the share, or nothing else did. */
  readonly because: { readonly kind: 'rule'; readonly rule: number } | { readonly kind: 'share' | 'binding' };
  /** Called beside it, and compared. Never the flow that serves. */
  readonly shadow?: { readonly flowId: string; readonly ignore: readonly string[] };
}

export interface Asked {
  readonly capability: string;
  /** What people call the request by: the order number. */
  readonly key: string;
  readonly message: Json;
}

/** Which flow serves a request. Pure: the same binding and request, the same flow, on any machine, for ever. */
export function chooseOffer(binding: Binding, { capability, key, message }: Asked): Offer {
  const { flow, rules, share, shadow } = binding;
  const rule = rules.findIndex((each) => holds(each, message));
  const chosen = rules[rule];
  const inShare = share !== undefined && placeOfKey(capability, key) < share.percent;
  const flowId = chosen?.flow ?? (inShare ? share.flow : flow);
  const because = chosen
    ? { kind: 'rule' as const, rule }
    : { kind: inShare ? ('share' as const) : ('binding' as const) };
  const isShadowed =
    shadow !== undefined && shadow.flow !== flowId && placeOfKey(`${capability} shadow`, key) < shadow.percent;
  return { flowId, because, ...(isShadowed && { shadow: { flowId: shadow.flow, ignore: shadow.ignore } }) };
}

function holds({ field, is, from, to }: BindingRule, message: Json): boolean {
  const value = textAt(message, field);
  if (value === undefined) return false;
  if (is) return is.includes(value);
  return (from === undefined || compare(value, from) >= 0) && (to === undefined || compare(value, to) <= 0);
}

/** A scalar of the message as text; nothing for objects, lists, null and what is not there. */
export function textAt(message: Json, path: string): string | undefined {
  let value: Json | undefined = message;
  for (const name of path.split('.')) {
    if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, name))
      return undefined;
    value = (value as { readonly [key: string]: Json })[name];
  }
  return value === null || typeof value === 'object' || value === undefined ? undefined : String(value);
}

/** Digits by size, the rest by letters, the same everywhere: `#999` comes before `#1000`. */
function compare(left: string, right: string): number {
  const [a, b] = [pieces(left), pieces(right)];
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const [x, y] = [a[at], b[at]];
    if (x === y) continue;
    if (x === undefined) return -1;
    if (y === undefined) return 1;
    if (!isDigits(x) || !isDigits(y)) return x < y ? -1 : 1;
    const [m, n] = [BigInt(x), BigInt(y)];
    if (m !== n) return m < n ? -1 : 1;
  }
  return 0;
}

const pieces = (text: string): readonly string[] => text.match(/\d+|\D+/g) ?? [];
const isDigits = (text: string): boolean => /^\d/.test(text);

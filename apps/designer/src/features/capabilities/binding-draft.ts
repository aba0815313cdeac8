import { Binding, type BindingRule } from '@lockstep/schema/capabilities';

/** A rule while it is edited: values as one text, with commas between them. */
export interface RuleDraft {
  readonly id: number;
  readonly field: string;
  readonly kind: 'is' | 'range';
  readonly values: string;
  readonly from: string;
  readonly to: string;
  readonly flow: string;
}

/** A binding while it is edited: numbers as text, parts that are off keep what was typed. */
export interface BindingDraft {
  readonly flow: string;
  readonly rules: readonly RuleDraft[];
  readonly hasShare: boolean;
  readonly shareFlow: string;
  readonly sharePercent: string;
  readonly hasShadow: boolean;
  readonly shadowFlow: string;
  readonly shadowPercent: string;
  readonly ignore: string;
}

/** Field of the form and what is wrong there: named as the runtime names them. */
export type DraftIssues = Readonly<Record<string, string>>;

let nextId = 1;

export function newRule(): RuleDraft {
  nextId += 1;
  return { id: nextId, field: '', kind: 'is', values: '', from: '', to: '', flow: '' };
}

export function draftOf(binding: Binding | undefined): BindingDraft {
  const { flow = '', rules = [], share, shadow } = binding ?? {};
  return {
    flow,
    rules: rules.map(({ field, is, from = '', to = '', flow: target }) => ({
      ...newRule(),
      ...{ field, from, to, flow: target },
      kind: is ? 'is' : 'range',
      values: is?.join(', ') ?? '',
    })),
    hasShare: share !== undefined,
    shareFlow: share?.flow ?? '',
    sharePercent: String(share?.percent ?? 10),
    hasShadow: shadow !== undefined,
    shadowFlow: shadow?.flow ?? '',
    shadowPercent: String(shadow?.percent ?? 100),
    ignore: shadow?.ignore.join(', ') ?? '',
  };
}

/** The binding a draft says, or what is wrong with it. */
export function bindingOf(draft: BindingDraft): { readonly binding: Binding } | { readonly issues: DraftIssues } {
  const { flow, hasShare, shareFlow, sharePercent, hasShadow, shadowFlow, shadowPercent, ignore } = draft;
  const read = Binding.safeParse({
    flow,
    rules: draft.rules.map(ruleOf),
    ...(hasShare && { share: { flow: shareFlow, percent: numberOf(sharePercent) } }),
    ...(hasShadow && { shadow: { flow: shadowFlow, percent: numberOf(shadowPercent), ignore: listOf(ignore) } }),
  });
  if (read.success) return { binding: read.data };
  const issues: Record<string, string> = {};
  for (const { path, message } of read.error.issues) {
    const [part, at] = path;
    const field = part === 'rules' && path.length === 2 ? `rules/${String(at)}/values` : path.join('/');
    issues[field] ??= path.at(-1) === 'flow' ? 'Choose a flow.' : sentence(message);
  }
  return { issues };
}

function ruleOf({ field, kind, values, from, to, flow }: RuleDraft): BindingRule {
  const ends = { ...(from.trim() !== '' && { from: from.trim() }), ...(to.trim() !== '' && { to: to.trim() }) };
  return { field: field.trim(), flow, ...(kind === 'is' ? { is: listOf(values) } : ends) };
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** Nothing typed is no number. */
const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.replace(',', '.')));

function sentence(message: string): string {
  if (message.startsWith('Invalid input: expected number')) return 'Use a number.';
  return message.endsWith('.') ? message : `${message}.`;
}

export function isSameBinding(a: Binding | undefined, b: Binding): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

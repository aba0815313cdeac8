import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import type { CodeAssist, CodeOption } from './code-editor-props.ts';
import { type EditorNames, isPlainName, optionsAt } from './names.ts';

interface Known {
  readonly kind: 'script' | 'expression';
  readonly names: EditorNames;
  readonly assist: CodeAssist | undefined;
}

/** What could be written at the cursor: by types where somebody knows them, else by the names of the flow. */
export async function completions(context: CompletionContext, known: Known): Promise<CompletionResult | null> {
  return (await byTypes(context, known.assist)) ?? byNames(context, known);
}

async function byTypes(context: CompletionContext, assist: CodeAssist | undefined): Promise<CompletionResult | null> {
  if (!assist) return null;
  const word = context.matchBefore(/[\w$]+$/);
  const from = word?.from ?? context.pos;
  if (!word && !context.explicit && context.state.sliceDoc(from - 1, from) !== '.') return null;
  const found = await assist.complete(context.state.doc.toString(), context.pos);
  if (!found || found.length === 0 || context.aborted) return null;
  return { from, options: found.map(optionOf), validFor: /^[\w$]*$/ };
}

function optionOf({ label, type, detail, boost, apply, info }: CodeOption): Completion {
  return {
    ...{ label, type },
    ...(detail !== undefined && { detail }),
    ...(boost !== undefined && { boost }),
    ...(info && { info: async () => textNode(await info()) }),
    ...(apply && {
      apply: (view: EditorView, _: Completion, start: number, end: number) => {
        const from = apply.from ?? start;
        const changes = { from, to: Math.max(end, apply.to ?? end), insert: apply.insert };
        view.dispatch({ changes, selection: { anchor: from + apply.insert.length } });
      },
    }),
  };
}

function textNode(text: string | undefined): Node | null {
  if (text === undefined || text === '') return null;
  const node = document.createElement('div');
  node.style.whiteSpace = 'pre-wrap';
  node.textContent = text;
  return node;
}

/** Characters before the cursor in which names given by the code are looked for. */
const LOOK_BACK = 20_000;

function byNames(context: CompletionContext, { kind, names }: Known): CompletionResult | null {
  const before = context.state.sliceDoc(Math.max(0, context.pos - LOOK_BACK), context.pos);
  const found = optionsAt(before, kind, names);
  if (found === undefined) return null;
  const from = context.pos - (before.length - found.from);
  const afterDot = context.state.sliceDoc(from - 1, from) === '.';
  if (from === context.pos && !afterDot && !context.explicit) return null;
  return {
    from,
    options: found.options.map((option) => {
      if (!afterDot || isPlainName(option.label)) return option;
      // `steps.check-contract` is not a name: write brackets instead of the dot.
      const apply = (view: EditorView, _: unknown, start: number, end: number) => {
        const insert = `[${JSON.stringify(option.label).replaceAll('"', "'")}]`;
        view.dispatch({
          changes: { from: start - 1, to: end, insert },
          selection: { anchor: start - 1 + insert.length },
        });
      };
      return { ...option, apply };
    }),
  };
}

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  placeholder as placeholderText,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { CodeEditorProps, CodeMark } from './code-editor-props.ts';
import { completions } from './completions.ts';
import { NO_NAMES } from './names.ts';
import { editorTheme } from './theme.ts';

/** A change that came from outside (undo on the canvas, another step): it is not the person's typing. */
const FromOutside = Annotation.define<boolean>();

/** CodeMirror 6 as a field. Loaded on demand through `CodeEditor`. */
export function CodeMirrorEditor(props: CodeEditorProps) {
  const { value, kind, marks = NO_MARKS } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  latest.current = props;
  const first = useRef(value);

  useEffect(() => {
    const parent = host.current;
    if (parent === null) return;
    const attributes = new Compartment();
    const editor = new EditorView({
      parent,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          ...basics(kind, () => latest.current),
          attributes.of(EditorView.contentAttributes.of(attributesOf(latest.current))),
          latest.current.placeholder === undefined ? [] : placeholderText(latest.current.placeholder),
          latest.current.readOnly === true ? EditorState.readOnly.of(true) : [],
          EditorView.updateListener.of((update) => {
            const outside = update.transactions.some((one) => one.annotation(FromOutside) === true);
            if (update.docChanged && !outside) latest.current.onChange?.(update.state.doc.toString());
            if (update.focusChanged && !update.view.hasFocus) latest.current.onBlur?.();
          }),
        ],
      }),
    });
    view.current = editor;
    if (latest.current.autoFocus === true) editor.focus();
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, [kind]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      annotations: FromOutside.of(true),
    });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (editor !== null) editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state, marks)));
  }, [marks]);

  const { reveal } = props;
  useEffect(() => {
    const editor = view.current;
    if (editor === null || reveal === undefined) return;
    const line = editor.state.doc.line(Math.max(1, Math.min(reveal.line, editor.state.doc.lines)));
    const anchor = Math.min(line.from + Math.max(0, reveal.column - 1), line.to);
    editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    editor.focus();
  }, [reveal]);

  return <div ref={host} className="h-full min-h-0 overflow-auto" />;
}

const NO_MARKS: readonly CodeMark[] = [];

function basics(kind: CodeEditorProps['kind'], props: () => CodeEditorProps): Extension[] {
  const common: Extension[] = [
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    editorTheme,
    kind === 'json' ? json() : javascript({ typescript: true }),
    kind === 'json'
      ? []
      : autocompletion({
          override: [
            (context) => completions(context, { kind, names: props().names ?? NO_NAMES, assist: props().assist }),
          ],
          icons: false,
        }),
  ];
  if (kind === 'expression') {
    return [
      ...common,
      EditorView.lineWrapping,
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    ];
  }
  return [
    ...common,
    lineNumbers(),
    lintGutter(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    indentOnInput(),
    EditorState.tabSize.of(2),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      // Only scripts need Tab for themselves; from data it leads on, so a dialog's buttons can be reached.
      ...(kind === 'script' ? [indentWithTab] : []),
    ]),
  ];
}

function attributesOf(props: CodeEditorProps): Record<string, string> {
  return {
    'aria-label': props.label,
    // Editable text takes the focus by itself; a checker that reads the markup must see it, too.
    tabindex: '0',
    ...(props.id === undefined ? {} : { id: props.id }),
    ...(props['aria-describedby'] === undefined ? {} : { 'aria-describedby': props['aria-describedby'] }),
    ...(props['aria-invalid'] === true ? { 'aria-invalid': 'true' } : {}),
  };
}

function diagnosticsOf(state: EditorState, marks: readonly CodeMark[]): Diagnostic[] {
  return marks
    .map((mark): Diagnostic => {
      const line = state.doc.line(Math.max(1, Math.min(mark.line, state.doc.lines)));
      const from = Math.min(line.from + Math.max(0, mark.column - 1), line.to);
      const word = /^[\w$]+/.exec(state.sliceDoc(from, line.to))?.[0].length ?? 1;
      return { from, to: Math.min(from + word, line.to), severity: mark.severity ?? 'error', message: mark.message };
    })
    .sort((a, b) => a.from - b.from);
}

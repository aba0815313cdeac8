import type { EditorNames } from './names.ts';

/** Something to show at a place of the text, 1-based. */
export interface CodeMark {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly severity?: 'error' | 'warning';
}

/** One thing to write at the cursor. */
export interface CodeOption {
  readonly label: string;
  readonly type: string;
  readonly detail?: string;
  /** Sorts before those with less; 0 when absent. */
  readonly boost?: number;
  /** What is written and what it replaces, where it is not the label in place of the word. */
  readonly apply?: { readonly insert: string; readonly from?: number; readonly to?: number };
  /** Asked when the option is looked at. */
  readonly info?: () => Promise<string | undefined>;
}

/** Somebody who knows the code: completes it where the editor's own names would. */
export interface CodeAssist {
  /** Undefined when nothing fits, or nobody is there to ask; then the editor's own names are offered. */
  readonly complete: (text: string, at: number) => Promise<readonly CodeOption[] | undefined>;
}

/** A place to show and to give the keyboard; another `round` shows it once more. */
export interface CodePlace {
  readonly line: number;
  readonly column: number;
  readonly round: number;
}

export interface CodeEditorProps {
  readonly label: string;
  /** `script`: a TypeScript module; `expression`: one expression, a line that grows; `json`. */
  readonly kind: 'script' | 'expression' | 'json';
  readonly value: string;
  readonly onChange?: (value: string) => void;
  readonly onBlur?: () => void;
  readonly marks?: readonly CodeMark[];
  readonly names?: EditorNames;
  readonly assist?: CodeAssist;
  readonly reveal?: CodePlace | undefined;
  readonly placeholder?: string;
  readonly readOnly?: boolean;
  readonly autoFocus?: boolean;
  readonly id?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
  /** Size of the box; an expression grows by itself. */
  readonly className?: string;
}

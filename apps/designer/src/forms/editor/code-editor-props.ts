import type { EditorNames } from './names.ts';

/** Something to show at a place of the text, 1-based. */
export interface CodeMark {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly severity?: 'error' | 'warning';
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
  readonly placeholder?: string;
  readonly readOnly?: boolean;
  readonly autoFocus?: boolean;
  readonly id?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
  /** Size of the box; an expression grows by itself. */
  readonly className?: string;
}

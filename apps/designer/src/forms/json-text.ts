import type { Json } from '@lockstep/schema/run';

export type JsonText =
  | { readonly ok: true; readonly value: Json | undefined }
  | { readonly ok: false; readonly mark: { readonly line: number; readonly column: number; readonly message: string } };

/** JSON as typed: empty is nothing, a mistake has a place (1-based). */
export function parseJsonText(text: string): JsonText {
  if (text.trim() === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : '';
    const offset = Number(/position (\d+)/.exec(said)?.[1] ?? text.length);
    const before = text.slice(0, offset).split('\n');
    return {
      ok: false,
      mark: {
        line: before.length,
        column: (before.at(-1)?.length ?? 0) + 1,
        message: /end of JSON|Unterminated/.test(said) ? 'The JSON is not complete.' : 'This is not JSON.',
      },
    };
  }
}

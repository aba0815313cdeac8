import { type VariableType, VariableValue } from '@lockstep/schema/variables';

/** A value while it is being written: what was typed, kept for each kind of field. */
export interface ValueDraft {
  readonly type: VariableType;
  readonly text: string;
  readonly yes: boolean;
  readonly connection: string;
  readonly secret: string;
}

export function draftOf(held: VariableValue | undefined): ValueDraft {
  const empty: ValueDraft = { type: 'text', text: '', yes: true, connection: '', secret: '' };
  if (!held) return empty;
  switch (held.type) {
    case 'boolean':
      return { ...empty, type: held.type, yes: held.value };
    case 'secret':
      return { ...empty, type: held.type, ...held.value };
    case 'json':
      return { ...empty, type: held.type, text: JSON.stringify(held.value, null, 2) };
    default:
      return { ...empty, type: held.type, text: String(held.value) };
  }
}

/** The value that was written, or what is wrong with it. */
export function readDraft({ type, text, yes, connection, secret }: ValueDraft): VariableValue | string {
  switch (type) {
    case 'text':
      return checked({ type, value: text });
    case 'number': {
      const value = Number(text.trim());
      return text.trim() === '' || !Number.isFinite(value)
        ? 'Write a number, with a point before decimals.'
        : { type, value };
    }
    case 'boolean':
      return { type, value: yes };
    case 'json':
      try {
        return checked({ type, value: JSON.parse(text) });
      } catch (error) {
        return `This is no JSON: ${(error as Error).message}`;
      }
    case 'secret':
      return connection === '' || secret === ''
        ? 'Choose the connection and its secret.'
        : { type, value: { connection, secret } };
    default:
      return type satisfies never;
  }
}

function checked(value: unknown): VariableValue | string {
  const read = VariableValue.safeParse(value);
  return read.success ? read.data : (read.error.issues[0]?.message ?? 'This does not fit.');
}

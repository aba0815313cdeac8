import type { CompatibilityView, ContractSummary } from '@lockstep/schema/api';
import type { SchemaField } from '@lockstep/schema/mapping';
import type { StatusTone } from '../../ui/index.ts';

export const STATE_WORDS: Readonly<
  Record<ContractSummary['state'], { readonly label: string; readonly tone: StatusTone }>
> = {
  draft: { label: 'Draft', tone: 'idle' },
  published: { label: 'Published', tone: 'ok' },
  deprecated: { label: 'Deprecated', tone: 'waiting' },
};

export const CLASS_WORDS: Readonly<
  Record<CompatibilityView['class'], { readonly label: string; readonly tone: StatusTone }>
> = {
  full: { label: 'Fully compatible', tone: 'ok' },
  backward: { label: 'Reads old messages', tone: 'running' },
  forward: { label: 'Read by old readers', tone: 'running' },
  breaking: { label: 'Breaking', tone: 'failed' },
};

const TYPES: Readonly<Record<SchemaField['type'], string>> = {
  text: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'yes or no',
  object: 'object',
  list: 'list',
  any: 'anything',
};

/** `text, date-time`, `one of paid, open`, `list of objects`. */
export function typeWords({ type, format, values, children, isNullable }: SchemaField): string {
  const orNull = isNullable && type !== 'any' ? ' or null' : '';
  if (values !== undefined) {
    const shown = values.slice(0, 4).map(String).join(', ');
    return `${values.length > 1 ? 'one of ' : ''}${shown}${values.length > 4 ? ` and ${values.length - 4} more` : ''}${orNull}`;
  }
  const [item] = children;
  if (type === 'list' && item !== undefined) return `list of ${TYPES[item.type]}${item.type === 'object' ? 's' : ''}`;
  return `${TYPES[type]}${format === undefined ? '' : `, ${format}`}${orNull}`;
}

/** Fields below a field as a tree shows them: those of an object, those of the items of a list. */
export function fieldsBelow(field: SchemaField): readonly SchemaField[] {
  const [item] = field.children;
  if (field.type !== 'list') return field.children;
  return item === undefined ? [] : fieldsBelow(item);
}

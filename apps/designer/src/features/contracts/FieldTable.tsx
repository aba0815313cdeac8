import { type FieldPath, fieldsOf, type SchemaField, textOfPath } from '@lockstep/schema/mapping';
import type { Json } from '@lockstep/schema/run';
import { ChevronRight, EyeOff, Pencil, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Badge, IconButton, Table, Td, Th } from '../../ui/index.ts';
import { fieldsBelow, typeWords } from './contract-words.ts';

export interface FieldTableProps {
  readonly schema: Json;
  /** Present while it is a draft: what a person wants to do to a field. */
  readonly onEdit?: (field: SchemaField) => void;
  readonly onAdd?: (parent: FieldPath) => void;
}

interface Row {
  readonly field: SchemaField;
  readonly depth: number;
  readonly isOpen: boolean;
  readonly hasMore: boolean;
}

/** More rows than these nobody reads; they are found by opening less. */
const MOST = 1_000;

/** The fields of a contract as a tree: type, whether they must be there, who decides what they say, what is personal. */
export function FieldTable({ schema, onEdit, onAdd }: FieldTableProps) {
  const root = useMemo(() => fieldsOf(schema), [schema]);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const rows = rowsOf(root, toggled);
  const toggle = (path: string) =>
    setToggled((before) => new Set(before.has(path) ? [...before].filter((one) => one !== path) : [...before, path]));
  if (rows.length === 0) {
    return <p className="px-4 py-6 text-center text-muted text-sm">It names no fields: {typeWords(root)}.</p>;
  }
  return (
    <Table label="Fields">
      <thead>
        <tr>
          <Th>Field</Th>
          <Th className="w-40">Type</Th>
          <Th className="w-24">Must be there</Th>
          <Th className="hidden w-32 @2xl:table-cell">Owner</Th>
          {onEdit !== undefined && (
            <Th className="w-20">
              <span className="sr-only">Actions</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, MOST).map((row) => (
          <FieldRow key={textOfPath(row.field.path)} row={row} onToggle={toggle} onEdit={onEdit} onAdd={onAdd} />
        ))}
      </tbody>
    </Table>
  );
}

interface FieldRowProps {
  readonly row: Row;
  readonly onToggle: (path: string) => void;
  readonly onEdit: FieldTableProps['onEdit'];
  readonly onAdd: FieldTableProps['onAdd'];
}

function FieldRow({ row: { field, depth, isOpen, hasMore }, onToggle, onEdit, onAdd }: FieldRowProps) {
  const path = textOfPath(field.path);
  const { name, description, isRequired, isSensitive, owner, isRecursive } = field;
  return (
    <tr data-testid={`contract-field:${path}`}>
      <Td>
        <div className="flex min-w-0 items-start gap-1" style={{ paddingLeft: depth * 16 }}>
          {hasMore ? (
            <button
              type="button"
              aria-expanded={isOpen}
              aria-label={`Fields of ${path}`}
              onClick={() => onToggle(path)}
              className="mt-0.5 rounded p-0.5 text-faint hover:bg-hover hover:text-text"
            >
              <ChevronRight size={13} className={isOpen ? 'rotate-90' : ''} />
            </button>
          ) : (
            <span className="w-[17px] shrink-0" />
          )}
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-x-2">
              <code className="break-all font-mono text-xs">{name}</code>
              {isSensitive && (
                <Badge tone="waiting" icon={<EyeOff size={11} />}>
                  Personal
                </Badge>
              )}
              {isRecursive && <Badge tone="plain">as above</Badge>}
            </p>
            {description !== undefined && <p className="text-muted text-xs">{description}</p>}
          </div>
        </div>
      </Td>
      <Td className="text-muted text-xs">{typeWords(field)}</Td>
      <Td className="text-xs">{isRequired ? 'Yes' : <span className="text-muted">No</span>}</Td>
      <Td className="hidden text-xs @2xl:table-cell">{owner ?? <span className="text-faint">–</span>}</Td>
      {onEdit !== undefined && (
        <Td>
          <div className="flex justify-end">
            {(field.type === 'object' || (field.type === 'list' && field.children[0]?.type === 'object')) && (
              <IconButton
                size="sm"
                label={`Add a field to ${path}`}
                icon={<Plus size={13} />}
                onClick={() => onAdd?.(field.type === 'list' ? (field.children[0]?.path ?? field.path) : field.path)}
              />
            )}
            <IconButton size="sm" label={`Change ${path}`} icon={<Pencil size={13} />} onClick={() => onEdit(field)} />
          </div>
        </Td>
      )}
    </tr>
  );
}

/** The first level is open, what lies deeper is not; `toggled` are those where a person wanted it otherwise. */
function rowsOf(field: SchemaField, toggled: ReadonlySet<string>, depth = 0): readonly Row[] {
  return fieldsBelow(field).flatMap((child): readonly Row[] => {
    const hasMore = fieldsBelow(child).length > 0;
    const isOpen = toggled.has(textOfPath(child.path));
    return [{ field: child, depth, isOpen, hasMore }, ...(isOpen ? rowsOf(child, toggled, depth + 1) : [])];
  });
}

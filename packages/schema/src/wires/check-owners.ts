import { type Contract, findContract } from '../contracts/index.ts';
import type { Flow, FlowNode } from '../graph/flow.ts';
import type { Issue } from '../graph/issue.ts';
import { type FieldPath, fieldsOf, type MapLine, parseMap, returnedLines, type SchemaField } from '../mapping/index.ts';
import type { Catalogue } from '../node/define-node.ts';
import type { Json } from '../run/json.ts';
import { foreignText } from './foreign-fields.ts';

/**
 * Fields that a flow writes although another system decides what they say (`x-owner` of the contract, R27): by drawn maps, and by what a
 * flow that others call returns under its contract, of a flow that says which systems it speaks for. Passing on what the owner said is no
 * writing. Of maps written as code that much is judged which is plain to see in the objects they return; the rest as they run
 * (`foreignWrites`).
 */
export function checkOwners(flow: Flow, catalogue: Catalogue, contracts: readonly Contract[]): readonly Issue[] {
  const { speaksFor } = flow.settings;
  if (speaksFor === undefined) return [];
  const returned = returnedContract(flow, catalogue, contracts);
  return flow.nodes.flatMap((node): readonly Issue[] => {
    if (returned && catalogue.get(node.type)?.returns) {
      const lines = linesOfExpression(node.params.value);
      return lines.flatMap((line) =>
        judge(line, { node, target: returned, known: undefined, speaksFor, field: '/value' }),
      );
    }
    const target = schemaOf(catalogue.get(node.type)?.carries?.(node.params).out, contracts);
    const { script, source } = node.params;
    if (!target || typeof script !== 'string' || script === '') return [];
    const view = parseMap(script);
    const from = typeof source === 'string' ? findContract(source, contracts) : undefined;
    const known = from && fieldsOf(from.schema);
    const isPlain = ({ value }: MapLine) =>
      value.kind === 'constant' || (known !== undefined && value.sources.length > 0);
    // What went through a variable, or comes from a message nobody describes, is seen when it runs.
    const lines = view.mode === 'drawn' ? view.lines : returnedLines(script).filter(isPlain);
    return lines.flatMap((line) => judge(line, { node, target, known, speaksFor, field: '/script' }));
  });
}

interface Judging {
  readonly node: FlowNode;
  readonly target: { readonly contract: Contract; readonly fields: SchemaField };
  /** Fields of what comes in, where they are known. */
  readonly known: SchemaField | undefined;
  readonly speaksFor: readonly string[];
  /** Parameter that writes it. */
  readonly field: string;
}

function judge({ target: path, value }: MapLine, judging: Judging): readonly Issue[] {
  const { node, target, known, speaksFor } = judging;
  const owner = ownerOf(target.fields, path);
  if (owner === undefined || speaksFor.includes(owner) || value.kind === 'omit') return [];
  const [source, ...more] = value.sources;
  const isPassedOn =
    known !== undefined && source !== undefined && more.length === 0 && ownerOf(known, source.path) === owner;
  if (isPassedOn) return [];
  const message = foreignText({ path, owner }, { name: node.name, contract: target.contract.name, speaksFor });
  return [{ severity: 'error', code: 'field-not-owned', message, node: node.id, field: judging.field }];
}

/** Who decides what a field says: its own owner, else that of what it lies in. */
function ownerOf(root: SchemaField, path: FieldPath): string | undefined {
  let field: SchemaField | undefined = root;
  let owner = root.owner;
  for (const step of path) {
    field = field?.children.find((child) => child.path.at(-1) === step);
    owner = field?.owner ?? owner;
  }
  return owner;
}

/** What the flow promises to return to those who call it. */
function returnedContract(
  flow: Flow,
  catalogue: Catalogue,
  contracts: readonly Contract[],
): Judging['target'] | undefined {
  for (const { type, params } of flow.nodes) {
    const output = catalogue.get(type)?.callable?.(params).output;
    if (output !== undefined) return schemaOf({ contract: output }, contracts);
  }
  return undefined;
}

/** The lines of a value that is one object literal, plain or as an expression; none for anything else. */
function linesOfExpression(value: Json | undefined): readonly MapLine[] {
  const text = typeof value === 'string' && value.startsWith('=') ? value.slice(1) : undefined;
  if (text === undefined) return [];
  const view = parseMap(`export default defineMap((input, t) => (${text}));`);
  return view.mode === 'code' ? [] : view.lines;
}

function schemaOf(
  carried: 'input' | { readonly contract: string } | { readonly schema: Json } | undefined,
  contracts: readonly Contract[],
): Judging['target'] | undefined {
  if (typeof carried !== 'object' || !('contract' in carried)) return undefined;
  const contract = findContract(carried.contract, contracts);
  return contract && { contract, fields: fieldsOf(contract.schema) };
}

import { type ContractView, listContracts } from '@lockstep/schema/api';
import { findContract, pascal } from '@lockstep/schema/contracts';
import type { FlowNode } from '@lockstep/schema/graph';
import {
  type Coverage,
  codeGaps,
  coverageOf,
  type Draw,
  drawField,
  emptyMap,
  eraseField,
  type FieldPath,
  fieldAt,
  fieldsOf,
  ITEM,
  type LookupUse,
  lookupUses,
  type MapEdit,
  type MapLine,
  type MapView,
  parseMap,
  type SchemaField,
  type Suggestion,
  suggestLines,
  textOfPath,
  unusedFields,
} from '@lockstep/schema/mapping';
import type { Json } from '@lockstep/schema/run';
import { useMemo, useRef } from 'react';
import { useCall } from '../../api/index.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { toast } from '../../ui/index.ts';

/** A map as its screen works with it: the text, what it draws, and the gestures that change it. */
export interface MapWork {
  readonly node: FlowNode;
  readonly text: string;
  /** The picture of the text; of the last text that had one while somebody types. */
  readonly view: MapView;
  /** The text has no picture now; the screen shows the last one, and nothing can be drawn. */
  readonly isStale: boolean;
  readonly contracts: readonly ContractView[];
  readonly sourceRef: string;
  readonly targetRef: string;
  readonly source: SchemaField;
  readonly target: SchemaField;
  /** Example of the target contract: where a constant begins. */
  readonly targetExample: Json | undefined;
  readonly lines: readonly MapLine[];
  readonly coverage: Coverage;
  readonly unused: readonly FieldPath[];
  readonly gaps: ReturnType<typeof codeGaps>;
  /** Tables the map looks codes up in. */
  readonly lookups: readonly LookupUse[];
  readonly suggestions: readonly Suggestion[];
  readonly editable: boolean;
  /** Both give the sentence that says why not, when the drawing cannot do it. */
  readonly draw: (draw: Draw) => string | undefined;
  readonly erase: (target: FieldPath) => string | undefined;
  /** An edit of the text that was made elsewhere, under a name for the undo button. */
  readonly edit: (done: MapEdit, label: string) => string | undefined;
  readonly drawAll: (suggestions: readonly Suggestion[]) => void;
  readonly write: (text: string) => void;
  readonly choose: (side: 'source' | 'target', ref: string) => void;
}

const OPEN: SchemaField = fieldsOf(true);
const NO_CONTRACTS: readonly ContractView[] = [];

export function useMap(node: FlowNode): MapWork {
  const store = useFlowStoreApi();
  const editable = useFlowState((state) => state.editable);
  const contracts = useCall(listContracts, {}, { staleTime: 60_000 }).data?.contracts ?? NO_CONTRACTS;
  const text = textParam(node, 'script');
  const [sourceRef, targetRef] = [textParam(node, 'source'), textParam(node, 'target')];
  const source = useMemo(() => contractFields(contracts, sourceRef), [contracts, sourceRef]);
  const target = useMemo(() => contractFields(contracts, targetRef), [contracts, targetRef]);
  const parsed = useMemo(() => parseMap(text), [text]);
  const lastDrawn = useRef(parsed);
  if (parsed.mode === 'drawn') lastDrawn.current = parsed;
  const view = parsed.mode === 'drawn' ? parsed : lastDrawn.current;
  const lines = view.mode === 'drawn' ? view.lines : NO_LINES;
  const found = useMemo(
    () => ({
      coverage: coverageOf(target, lines),
      unused: source === OPEN ? [] : unusedFields(source, lines),
      gaps: codeGaps(source, lines),
      lookups: lookupUses(source, lines),
      suggestions: suggestLines(source, target, lines),
    }),
    [source, target, lines],
  );

  const put = (params: FlowNode['params'], label: string, merge?: string): void =>
    store
      .getState()
      .edit({ type: 'node.params', node: node.id, params }, { label, ...(merge !== undefined && { merge }) });
  const write = (script: string, label: string, merge?: string): void => put({ ...node.params, script }, label, merge);
  const settle = (done: MapEdit, label: string): string | undefined => {
    if (!done.ok) return done.reason;
    write(done.text, label);
    return undefined;
  };
  const knowing = (draw: Draw): Draw => ({
    isOptional: (path) => isOptional(source, path),
    order: (object) => fieldAt(target, object)?.children.map(({ name }) => name) ?? [],
    ...draw,
  });

  return {
    node,
    text,
    view,
    isStale: parsed.mode === 'code',
    contracts,
    sourceRef,
    targetRef,
    source,
    target,
    targetExample: targetRef === '' ? undefined : findContract(targetRef, contracts)?.example,
    lines,
    ...found,
    editable,
    draw: (draw) => settle(drawField(text, knowing(draw)), `map ${textOfPath(draw.target)}`),
    erase: (path) => settle(eraseField(text, path), `unmap ${textOfPath(path)}`),
    edit: settle,
    drawAll: (suggestions) => {
      const { drawn, count } = drawEach(text, suggestions, knowing);
      if (count === 0) return;
      write(drawn, `map ${count} suggested ${count === 1 ? 'field' : 'fields'}`);
      toast({
        kind: 'ok',
        title: `${count} ${count === 1 ? 'field' : 'fields'} mapped`,
        detail: 'Undo takes them back at once.',
      });
    },
    write: (script) => write(script, 'write the map', `map text ${node.id}`),
    choose: (side, ref) => {
      const params = { ...node.params, [side]: ref };
      const isNew = text.trim() === '';
      const names = {
        source: typeName(textParam({ params }, 'source')),
        target: typeName(textParam({ params }, 'target')),
      };
      put(isNew ? { ...params, script: emptyMap(names.source, names.target) } : params, `choose the ${side} contract`);
    },
  };
}

const NO_LINES: readonly MapLine[] = [];

/** All suggestions as one gesture; what one of them is in the way of is left as it is. */
function drawEach(text: string, suggestions: readonly Suggestion[], knowing: (draw: Draw) => Draw) {
  let [drawn, count] = [text, 0];
  for (const { target, source, fit } of suggestions) {
    const wrap = fit.grade === 'converts' ? fit.conversions[0]?.code : undefined;
    const done = drawField(drawn, knowing({ target, source, ...(wrap && { wrap }) }));
    if (done.ok) [drawn, count] = [done.text, count + 1];
  }
  return { drawn, count };
}

/** A field, or one that it lies in below the whole, may be missing or null. */
function isOptional(root: SchemaField, path: FieldPath): boolean {
  const field = fieldAt(root, path);
  if (!field || path.at(-1) === ITEM) return false;
  return !field.isRequired || field.isNullable;
}

export function textParam({ params }: Pick<FlowNode, 'params'>, name: string): string {
  const value = params[name];
  return typeof value === 'string' ? value : '';
}

/** `shopify-order@1` -> `ShopifyOrder`. */
export function typeName(ref: string): string {
  return ref === '' ? 'unknown' : pascal(ref.split('@')[0] ?? '');
}

function contractFields(contracts: readonly ContractView[], ref: string): SchemaField {
  const contract = ref === '' ? undefined : findContract(ref, contracts);
  return contract ? fieldsOf(contract.schema) : OPEN;
}

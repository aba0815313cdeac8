import type { Contract } from '../contracts/contract.ts';
import type { Flow, FlowEdge } from '../graph/flow.ts';
import type { Issue } from '../graph/issue.ts';
import { nearestName } from '../graph/nearest-name.ts';
import { incomingEdges, upstreamOf } from '../graph/topology.ts';
import { fieldAt } from '../mapping/coverage.ts';
import { type FieldPath, ITEM, textOfPath } from '../mapping/field-path.ts';
import type { SchemaField } from '../mapping/schema-field.ts';
import type { Catalogue } from '../node/define-node.ts';
import { conditionsOf, surelyRan } from './conditions.ts';
import { portTypes, type WireType } from './port-types.ts';
import { type AuthorText, type Reference, referencesOf } from './references.ts';

/** A text of the author in a step's parameters. */
export interface NodeText extends AuthorText {
  readonly node: string;
  /** JSON pointer of the parameter. */
  readonly field: string;
}

export interface WireContext {
  readonly catalogue: Catalogue;
  readonly contracts: readonly Contract[];
  /** Every expression and script of the flow, without the leading `=`. */
  readonly texts: readonly NodeText[];
}

/**
 * References that cannot hold, found before anything runs: to a step that is not there, that comes later, or that may not have run; and to a field that
 * the data does not have, where a contract or a step type says what it has. What nobody describes is not judged.
 */
export function checkWires(flow: Flow, { catalogue, contracts, texts }: WireContext): readonly Issue[] {
  const types = portTypes(flow, catalogue, contracts);
  const conditions = conditionsOf(flow, catalogue);
  const incoming = incomingEdges(flow);
  const names = new Map(flow.nodes.map(({ id, name }) => [id, name]));
  const isTrigger = new Set(
    flow.nodes.filter(({ type }) => catalogue.get(type)?.kind === 'trigger').map(({ id }) => id),
  );
  return texts.flatMap(({ node, field, ...text }) => {
    // What a door computes of a message has no step before it, and sees the body as it came.
    if (isTrigger.has(node)) return [];
    const before = upstreamOf(flow, node);
    const issue = (reference: Reference, code: string, message: string, edge?: FlowEdge): Issue => ({
      severity: 'error',
      code,
      message,
      node,
      field,
      line: reference.line,
      column: reference.column,
      ...(edge && { edge }),
    });
    return referencesOf(text).flatMap((reference): Issue[] => {
      if (reference.root === 'input') {
        const [edge] = incoming.get(node) ?? [];
        const problem = missingField(types.input(node), reference.path);
        return problem ? [issue(reference, 'field-unknown', sentence(`The message has no ${problem}`), edge)] : [];
      }
      const step = reference.step ?? '';
      const name = names.get(step);
      if (name === undefined) return [issue(reference, 'step-unknown', `There is no step "${step}" in this flow.`)];
      if (!before.has(step)) return [issue(reference, 'step-later', `"${name}" does not come before this step.`)];
      const [then, now] = [conditions.get(step), conditions.get(node)];
      if (then && now && !reference.isGuarded && !surelyRan(then, now))
        return [
          issue(
            reference,
            'step-unsure',
            `"${name}" may not have run when this step does; write steps.${step}?. if that is meant.`,
          ),
        ];
      const problem = missingField(types.output(step), reference.path);
      return problem ? [issue(reference, 'field-unknown', sentence(`What "${name}" gives has no ${problem}`))] : [];
    });
  });
}

function sentence(text: string): string {
  return text.endsWith('?') ? text : `${text}.`;
}

/** The field that none of the alternatives has, with the one that may be meant; undefined where one has it, or nobody knows. */
function missingField(type: WireType, path: FieldPath): string | undefined {
  if (type.length === 0) return undefined;
  const problems = type.map((root) => missingIn(root, path));
  return problems.every((problem) => problem !== undefined) ? problems[0] : undefined;
}

function missingIn(root: SchemaField, path: FieldPath): string | undefined {
  for (let depth = 0; depth < path.length; depth++) {
    const parent = depth === 0 ? root : fieldAt(root, path.slice(0, depth));
    const step = path[depth];
    if (!parent || step === undefined) return undefined;
    // An index goes into the items of a list, which are all alike.
    if (step === ITEM && parent.type === 'list') continue;
    if (step === ITEM || parent.type !== 'object') return undefined;
    if (!parent.isClosed || parent.isRecursive || Object.hasOwn(Object.prototype, step)) {
      if (!parent.children.some(({ name }) => name === step)) return undefined;
      continue;
    }
    if (parent.children.some(({ name }) => name === step)) continue;
    const near = nearestName(
      step,
      parent.children.map(({ name }) => name),
    );
    const wanted = textOfPath(path.slice(0, depth + 1));
    return near === undefined
      ? `field ${wanted}`
      : `field ${wanted}; is ${textOfPath([...path.slice(0, depth), near])} meant?`;
  }
  return undefined;
}

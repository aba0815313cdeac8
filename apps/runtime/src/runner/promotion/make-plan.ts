import * as api from '@lockstep/schema/api';
import { compareFlows, compareSurroundings, tellChanges, tellSurrounding } from '@lockstep/schema/environments';
import { callsOf, type DiffLine, type Issue, isError } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { needsOf } from '../flow-needs.ts';
import { type PlanItem, planPromotion } from './plan-promotion.ts';
import { type Installation, newestSurroundings, readEnvironment } from './read-environment.ts';

export interface MadePlan {
  readonly items: readonly PlanItem[];
  /** As it is told. */
  readonly plan: api.PromotionPlan;
}

export interface PlanRequest {
  readonly from: Installation & { readonly name: string };
  readonly to: Installation & { readonly name: string };
  /** All published flows when empty. */
  readonly only: readonly string[];
  readonly catalogue: Catalogue;
}

/** A flow was asked for that is not published here. */
export class UnknownFlow extends Error {
  override readonly name = 'UnknownFlow';
}

/**
 * The plan of a promotion, with what the target itself says about each flow. Nothing is changed.
 *
 * @throws UnknownFlow | what the installations throw for a refusal
 */
export async function makePlan({ from, to, only, catalogue }: PlanRequest): Promise<MadePlan> {
  const [source, target] = await Promise.all([readEnvironment(from), readEnvironment(to)]);
  const unknown = only.find((id) => !source.published.has(id));
  if (unknown !== undefined) throw new UnknownFlow(`There is no published flow "${unknown}" at ${from.name}.`);
  const wanted = [...source.published.values()].filter(({ flow }) => only.length === 0 || only.includes(flow.id));
  const [here, there] = await Promise.all([
    newestSurroundings(wanted, from, catalogue),
    newestSurroundings(wanted, to, catalogue),
  ]);
  const planned = planPromotion({
    ...{ from: source, to: target, only, around: { from: here, to: there } },
    needsOf: (flow) => needsOf(flow, catalogue),
    callsOf: (flow) => callsOf(flow, catalogue).map(({ flowId }) => flowId),
  });
  const items = await checked(planned, to, catalogue);
  const around = compareSurroundings(there, here).map((each) => {
    const { sign, text, lines } = tellSurrounding(each);
    return { sign, text, lines: [...lines] };
  });
  return { items, plan: { from: from.name, to: to.name, flows: items.map(told), around } };
}

/** What the target says about each flow; calls of flows that come along are not there yet. */
async function checked(plan: readonly PlanItem[], { call, value }: Installation, catalogue: Catalogue) {
  const coming = new Set(plan.map(({ flow }) => flow.id));
  const items: PlanItem[] = [];
  for (const item of plan) {
    if (item.state === 'same') {
      items.push(item);
      continue;
    }
    const { issues } = value(
      await call(api.checkFlow, { params: { flowId: item.flow.id }, body: { flow: item.flow } }),
    );
    const comesAlong = (node: string | undefined) =>
      callsOf(item.flow, catalogue).some((one) => one.node === node && coming.has(one.flowId));
    const found = issues.filter((issue) => isError(issue) && !TOLD_BY_NEEDS.has(issue.code));
    const more = found.filter(({ code, node }) => !(code.startsWith('callee-') && comesAlong(node)));
    items.push({ ...item, obstacles: [...item.obstacles, ...more.map(issueWords)] });
  }
  return items;
}

const TOLD_BY_NEEDS: ReadonlySet<string> = new Set(['connection-unknown', 'variable-unknown', 'table-unknown']);

function issueWords({ message, node, field }: Issue): string {
  return node === undefined ? message : `${node}${field ?? ''}: ${message}`;
}

function told({ flow, version, state, there, obstacles, questions, needs }: PlanItem): api.PlannedFlow {
  const side = { label: '', isSet: false };
  const [compared] =
    there && state === 'changed' ? compareFlows({ ...side, flows: [there.flow] }, { ...side, flows: [flow] }) : [];
  const changes = compared && 'changes' in compared ? tellChanges(compared) : [];
  return {
    ...{ flowId: flow.id, flowName: flow.name, version, state },
    ...(there && { replaces: there.version }),
    ...{ obstacles: [...obstacles], questions: [...questions], needs: [...needs] },
    changes: changes.map(({ sign, text, fields }) => ({
      sign,
      text,
      lines: fields.flatMap(({ name, before, after, lines }) =>
        lines ? [`${name}:`, ...lines.map(lineText)] : [`${name}: ${before} -> ${after}`],
      ),
    })),
  };
}

function lineText({ kind, text }: DiffLine): string {
  return kind === 'gap' ? '…' : `${{ added: '+', removed: '-', same: ' ' }[kind]}${text}`;
}

import { catalogue } from '@lockstep/nodes/catalogue';
import * as api from '@lockstep/schema/api';
import { compareFlows } from '@lockstep/schema/environments';
import { callsOf, isError } from '@lockstep/schema/graph';
import { apiAt, orFail, runtimeUrl } from '../client.ts';
import { diffText } from '../diff/render-diff.ts';
import { checkEnvironment, environmentUrl } from '../environment.ts';
import { CommandError, EXIT } from '../exit.ts';
import { issueText } from '../flow-files.ts';
import type { CommandIo } from '../io.ts';
import { publishAll } from '../publish-all.ts';
import { type PlanItem, planPromotion, type Target } from './plan-promotion.ts';
import { connectionsOf, readEnvironment } from './read-environment.ts';

export interface PromoteOptions {
  /** Name of an environment, or address of a runtime. */
  readonly from: string;
  readonly to: string;
  readonly json?: boolean;
  /** Publish; else the plan is only told. */
  readonly go?: boolean;
  /** Questions of the plan are answered with yes. */
  readonly accept?: boolean;
  readonly by: string;
}

/**
 * `lockstep promote [flow...] --from test --to production`: published versions of one environment become versions of another. Without
 * `--go` it only says what would happen. Done twice, the second time finds nothing to do.
 */
export async function promote(only: readonly string[], options: PromoteOptions, io: CommandIo): Promise<void> {
  const { json, go, accept, by } = options;
  const [from, to] = await Promise.all([options.from, options.to].map((place) => placeOf(place, io)));
  if (from === undefined || to === undefined) throw new CommandError('Give --from and --to.', EXIT.usage);
  const [source, target] = await Promise.all([readEnvironment(from), readEnvironment(to)]);
  const unknown = only.find((id) => !source.published.has(id));
  if (unknown !== undefined) throw new CommandError(`There is no published flow "${unknown}" at ${from}.`);
  const plan = await checked(
    planPromotion({
      from: source,
      to: target,
      only,
      connectionsOf,
      callsOf: (flow) => callsOf(flow, catalogue).map(({ flowId }) => flowId),
    }),
    to,
  );
  const open = plan.filter(({ state }) => state !== 'same');
  const refused = open.filter(({ obstacles }) => obstacles.length > 0).length;
  const asked = open.filter(({ questions }) => questions.length > 0).length;
  const canGo = refused === 0 && (asked === 0 || accept === true);
  if (!json) io.out(planText(plan, target));
  if (go && !canGo) {
    if (json) io.out(planJson(plan, []));
    const why = refused > 0 ? `${refused} of the flows cannot be promoted.` : 'Answer the questions with --accept.';
    throw new CommandError(`Nothing was changed. ${why}`, EXIT.failed);
  }
  const flows = open.map(({ flow, version }) => ({ flow, note: `Promoted from ${options.from}, version ${version}` }));
  const published = go ? await publishAll(flows, { url: to, by, takeOver: accept }) : [];
  if (json) io.out(planJson(plan, published));
  else if (go) for (const { flowId, version } of published) io.out(`${flowId} is version ${version} at ${to}.`);
  else if (open.length > 0) io.out('\nNothing was changed. Repeat it with --go.');
  if (!go && refused > 0) throw new CommandError(`${refused} of the flows cannot be promoted.`, EXIT.failed);
}

/** The address of an environment by name, which the runtime there must say it is; or an address as it is. */
async function placeOf(place: string, io: CommandIo): Promise<string> {
  if (/^https?:/.test(place)) return runtimeUrl(place, io.env);
  const url = environmentUrl({ env: place }, io.env);
  await checkEnvironment(url, place);
  return url;
}

/** The plan with what the target itself says about each flow; calls of flows that come along are not there yet. */
async function checked(plan: readonly PlanItem[], to: string): Promise<readonly PlanItem[]> {
  const call = apiAt(to);
  const coming = new Set(plan.map(({ flow }) => flow.id));
  const checkedItems: PlanItem[] = [];
  for (const item of plan) {
    if (item.state === 'same') {
      checkedItems.push(item);
      continue;
    }
    const { issues } = orFail(
      await call(api.checkFlow, { params: { flowId: item.flow.id }, body: { flow: item.flow } }),
      to,
    );
    const comesAlong = (node: string | undefined) =>
      callsOf(item.flow, catalogue).some((one) => one.node === node && coming.has(one.flowId));
    const found = issues.filter((issue) => isError(issue) && issue.code !== 'connection-unknown');
    const more = found.filter(({ code, node }) => !(code.startsWith('callee-') && comesAlong(node)));
    checkedItems.push({ ...item, obstacles: [...item.obstacles, ...more.map(issueText)] });
  }
  return checkedItems;
}

function planText(plan: readonly PlanItem[], target: Target): string {
  const open = plan.filter(({ state }) => state !== 'same');
  const same = plan.length - open.length;
  const head = `${open.length} to promote, ${same} the same already.`;
  const items = open.map(({ flow, version, state, replaces, obstacles, questions }) => {
    const there = target.published.get(flow.id)?.flow;
    const label = { label: '', isSet: false };
    const difference = there
      ? diffText(compareFlows({ ...label, flows: [there] }, { ...label, flows: [flow] }))
          .split('\n')
          .slice(1)
      : [];
    return [
      `${state === 'new' ? '+' : '~'} ${flow.id}: version ${version}${replaces === undefined ? ', new there' : ` over version ${replaces} there`}`,
      ...obstacles.map((text) => `  CANNOT: ${text}`),
      ...questions.map((text) => `  ASKS: ${text}`),
      ...difference,
    ].join('\n');
  });
  return [head, ...items].join('\n\n');
}

function planJson(
  plan: readonly PlanItem[],
  published: readonly { readonly flowId: string; readonly version: number }[],
): string {
  const told = plan.map(({ flow, ...item }) => ({ flow: flow.id, ...item }));
  return JSON.stringify({ ok: told.every(({ obstacles }) => obstacles.length === 0), plan: told, published }, null, 2);
}

import { catalogue } from '@lockstep/nodes/catalogue';
import type { FlowVersion, PlannedFlow, PromotionPlan } from '@lockstep/schema/api';
import { type MadePlan, makePlan } from '../../runner/promotion/make-plan.ts';
import { publishAll } from '../../runner/promotion/publish-all.ts';
import { installationAt, runtimeUrl } from '../client.ts';
import { checkEnvironment, environmentUrl } from '../environment.ts';
import { CommandError, EXIT } from '../exit.ts';
import type { CommandIo } from '../io.ts';

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
  const { items, plan } = await planOf(from, to, only);
  const open = plan.flows.filter(({ state }) => state !== 'same');
  const refused = open.filter(({ obstacles }) => obstacles.length > 0).length;
  const asked = open.filter(({ questions }) => questions.length > 0).length;
  const canGo = refused === 0 && (asked === 0 || accept === true);
  if (!json) io.out(planText(plan));
  if (go && !canGo) {
    if (json) io.out(planJson(plan, []));
    const why = refused > 0 ? `${refused} of the flows cannot be promoted.` : 'Answer the questions with --accept.';
    throw new CommandError(`Nothing was changed. ${why}`, EXIT.failed);
  }
  const flows = items
    .filter(({ state }) => state !== 'same')
    .map(({ flow, version, semver }) => ({ flow, semver, note: `Promoted from ${options.from}, version ${version}` }));
  const published = go ? await publishAll(flows, installationAt(to), { by, takeOver: accept }) : [];
  if (json) io.out(planJson(plan, published));
  else if (go) for (const { flowId, version } of published) io.out(`${flowId} is version ${version} at ${to}.`);
  else if (open.length > 0) io.out('\nNothing was changed. Repeat it with --go.');
  if (!go && refused > 0) throw new CommandError(`${refused} of the flows cannot be promoted.`, EXIT.failed);
}

function planOf(from: string, to: string, only: readonly string[]): Promise<MadePlan> {
  const side = (url: string) => ({ ...installationAt(url), name: url });
  return makePlan({ from: side(from), to: side(to), only, catalogue });
}

/** The address of an environment by name, which the runtime there must say it is; or an address as it is. */
async function placeOf(place: string, io: CommandIo): Promise<string> {
  if (/^https?:/.test(place)) return runtimeUrl(place, io.env);
  const url = environmentUrl({ env: place }, io.env);
  await checkEnvironment(url, place);
  return url;
}

function planText({ flows, around }: PromotionPlan): string {
  const open = flows.filter(({ state }) => state !== 'same');
  const head = `${open.length} to promote, ${flows.length - open.length} the same already.`;
  const others = around.map(({ sign, text, lines }) =>
    [`${sign} ${text}, which is not promoted`, ...lines.map((line) => `    ${line}`)].join('\n'),
  );
  return [head, ...open.map(flowText), ...(open.length > 0 ? others : [])].join('\n\n');
}

function flowText({ flowId, version, state, replaces, obstacles, questions, changes, needs }: PlannedFlow): string {
  const different = needs.filter((need) => need.state === 'different' && need.kind !== 'table');
  return [
    `${state === 'new' ? '+' : '~'} ${flowId}: version ${version}${replaces === undefined ? ', new there' : ` over version ${replaces} there`}`,
    ...obstacles.map((text) => `  CANNOT: ${text}`),
    ...questions.map((text) => `  ASKS: ${text}`),
    ...changes.flatMap(({ sign, text, lines }) => [`  ${sign} ${text}`, ...lines.map((line) => `      ${line}`)]),
    ...different.map(({ kind, name, here, there }) => `  ${kind} ${name}: ${here} here, ${there} there`),
  ].join('\n');
}

function planJson(plan: PromotionPlan, published: readonly FlowVersion[]): string {
  const ok = plan.flows.every(({ obstacles }) => obstacles.length === 0);
  return JSON.stringify({ ok, plan, published }, null, 2);
}

import { type Capability, findCapability } from '@lockstep/schema/capabilities';
import { type Contract, examplesOf } from '@lockstep/schema/contracts';
import { type Flow, type FlowTest, isExpression, offersOf } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { type FlowTestParts, type FlowTestReport, runFlowTest } from './run-flow-test.ts';

/** One promise of a capability, tried on one flow that offers it. */
export interface OfferTest {
  readonly name: string;
  /** `warning`: kept, and callers that are bound to another flow may miss something. */
  readonly state: 'ok' | 'warning' | 'failed';
  /** What came of it in a word or two, or why it is not kept: one sentence each. */
  readonly result: readonly string[];
}

/** How a flow keeps the capability that it offers. */
export interface OfferReport {
  readonly capability: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly tests: readonly OfferTest[];
}

export interface OfferTestParts extends FlowTestParts {
  readonly findContract: (ref: string) => Contract | undefined;
}

/** What a run of the offering flow came to, under the words its callers know. */
interface Served {
  readonly result: readonly string[];
  readonly ok: boolean;
  /** It could be told: no step was left without a reply. */
  readonly isAnswered: boolean;
  readonly answer?: Json;
}

/**
 * Tests made of the contracts of a capability, for a flow that offers it: each example of the request, and each request of the flow's own
 * tests, is served with replies of those tests, so that no other system is reached. The request keeps its contract; what is returned
 * keeps that of the answer; a refusal is one of the catalogue; what each system makes up for itself is there. `undefined` for a flow that
 * offers nothing.
 */
export async function testOffer(flow: Flow, parts: OfferTestParts): Promise<OfferReport | undefined> {
  const [offer] = offersOf(flow, parts.catalogue);
  const capability = offer && findCapability(offer.capability);
  if (!offer || !capability) return undefined;
  const serve = (test: FlowTest) => served({ flow, capability, node: offer.node }, test, parts);
  const own = flow.tests.filter(({ node = offer.node }) => node === offer.node);
  const requests: (Served & { readonly name: string })[] = [];
  for (const test of own) requests.push({ ...(await serve(test)), name: test.name });
  const examples: (Served & { readonly name: string })[] = [];
  for (const { name, value } of examplesOf(parts.findContract(capability.input) ?? {})) {
    examples.push({ ...(await servedBySome(value, own, serve)), name: `${name} of ${capability.input}` });
  }
  const all = [...examples, ...requests];
  const tests: OfferTest[] = [
    ...all.map(({ name, ok, result }) => ({ name, state: ok ? ('ok' as const) : ('failed' as const), result })),
    ownFields(capability, all),
    refusals({ flow, capability, node: offer.node }, parts.catalogue),
  ];
  return { capability: capability.name, flowId: flow.id, flowName: flow.name, tests };
}

interface Offering {
  readonly flow: Flow;
  readonly capability: Capability;
  /** Its start. */
  readonly node: string;
}

/** The request with the replies of each test of the flow, until one has a reply for all that it reaches; those that end well first. */
async function servedBySome(
  message: Json,
  own: readonly FlowTest[],
  serve: (test: FlowTest) => Promise<Served>,
): Promise<Served> {
  const endsWell = ({ expect }: FlowTest) => (expect?.status ?? 'done') === 'done';
  let last: Served = { ok: false, isAnswered: false, result: ['The flow has no test to take replies from.'] };
  for (const test of [...own.filter(endsWell), ...own.filter((one) => !endsWell(one))]) {
    const { expect: _, ...replying } = test;
    const tried = await serve({ ...replying, message });
    if (tried.ok && tried.answer !== undefined) return tried;
    if (!last.ok) last = tried;
  }
  return last;
}

async function served(offering: Offering, test: FlowTest, parts: OfferTestParts): Promise<Served> {
  const { flow, capability, node } = offering;
  const broken = problemsOf('The request', parts.contracts.check(capability.input, test.message), capability.input);
  if (broken.length > 0) return { ok: false, isAnswered: true, result: broken };
  const report = await runFlowTest(flow, { ...test, node }, parts);
  if (report.unanswered.length > 0) {
    const steps = report.unanswered.join(', ');
    return { ok: false, isAnswered: false, result: [`No test of the flow has a reply for ${steps} here.`] };
  }
  return { isAnswered: true, ...outcomeOf(offering, report, parts) };
}

function outcomeOf(
  { flow, capability, node }: Offering,
  { status, exception, returned }: FlowTestReport,
  { catalogue, contracts }: OfferTestParts,
): Pick<Served, 'ok' | 'result' | 'answer'> {
  if (exception) {
    const { kind, reason } = exception;
    const code = asCallersKnow(flow, node, catalogue, exception.code);
    if (kind === 'flow' || kind === 'defect') return { ok: false, result: [`It broke with ${code}: ${reason}`] };
    // What is busy or unknown is no refusal: callers wait for it, or a person decides.
    if (kind !== 'refused' && kind !== 'item') return { ok: true, result: [`${kind}: ${code}`] };
    if (capability.errors.some((each) => each.code === code)) return { ok: true, result: [`refused: ${code}`] };
    return { ok: false, result: [`It refuses with ${code}, which ${capability.name} does not promise: ${reason}`] };
  }
  if (status !== 'done') return { ok: false, result: [`It ended ${status}.`] };
  if (returned === undefined) return { ok: false, result: ['It ended without a Return step.'] };
  const broken = problemsOf('The answer', contracts.check(capability.output, returned), capability.output);
  if (broken.length > 0) return { ok: false, result: broken };
  return { ok: true, result: ['answered'], answer: returned };
}

function problemsOf(
  what: string,
  issues: ReturnType<FlowTestParts['contracts']['check']>,
  contract: string,
): readonly string[] {
  if (issues === undefined) return [`There is no contract ${contract}.`];
  return issues.map(({ path, message }) => `${what} breaks ${contract}: ${path === '' ? 'it' : path} ${message}.`);
}

/** The code of a failure after the start has renamed it for callers. */
function asCallersKnow(flow: Flow, node: string, catalogue: Catalogue, code: string): string {
  const start = flow.nodes.find(({ id }) => id === node);
  const { errors = {} } = (start && catalogue.get(start.type)?.callable?.(start.params)) ?? {};
  return Object.hasOwn(errors, code) ? (errors[code] ?? code) : code;
}

/**
 * A system that never gives a field of its own differs from every other one when both are compared. Its contract may do without it: what
 * it must have, its contract has checked.
 */
function ownFields({ own }: Capability, all: readonly Served[]): OfferTest {
  const answers = all.flatMap(({ answer }) => (answer === undefined ? [] : [answer]));
  const missing = own.filter((path) => !answers.some((answer) => has(answer, path.split('.'))));
  const name = 'Fields each system makes up';
  if (answers.length > 0 && missing.length === 0) return { name, state: 'ok', result: [own.join(', ') || 'none'] };
  if (answers.length === 0) return { name, state: 'failed', result: ['There is no answer to look at.'] };
  return { name, state: 'warning', result: missing.map((path) => `No answer has "${path}".`) };
}

function has(value: Json, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return value !== null;
  if (Array.isArray(value)) return value.some((item) => has(item, [name, ...rest]));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return false;
  return has((value as { readonly [key: string]: Json })[name] ?? null, rest);
}

/** Refusals that are drawn, also those that no test reaches. */
function refusals({ flow, capability, node }: Offering, catalogue: Catalogue): OfferTest {
  const drawn = flow.nodes.flatMap(({ type, params: { code = 'failed-by-flow' }, policy }) =>
    type === 'fail' && !policy.disabled && typeof code === 'string' && !isExpression(code)
      ? [asCallersKnow(flow, node, catalogue, code)]
      : [],
  );
  const start = flow.nodes.find(({ id }) => id === node);
  const { errors = {} } = (start && catalogue.get(start.type)?.callable?.(start.params)) ?? {};
  const codes = [...new Set([...drawn, ...Object.values(errors)])];
  const unknown = codes.filter((code) => !capability.errors.some((each) => each.code === code));
  const name = 'Refusals of the catalogue';
  if (unknown.length === 0) return { name, state: 'ok', result: [codes.join(', ') || 'none'] };
  return { name, state: 'failed', result: unknown.map((code) => `${capability.name} does not promise "${code}".`) };
}

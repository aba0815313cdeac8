import type { Flow, FlowNode } from '@lockstep/schema/graph';
import { type Parking, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { catalogue } from '../catalogue.ts';
import { runs } from '../runs.ts';
import { contextFor, type TestContext, type TestWorld } from './context.ts';
import { evaluate } from './script.ts';

export interface Walk {
  /** What each step that ran gave, in the order they ran: `id:port`. */
  readonly way: readonly string[];
  readonly outputs: Readonly<Record<string, Json>>;
  /** Reason of the step the walk ended at, as `id: message`. */
  readonly failed: readonly string[];
  /** Value of the step that answers the caller. */
  readonly response: Json | undefined;
}

interface Release {
  readonly port: string;
  readonly value: Json;
}

export interface WalkWorld extends TestWorld {
  /** What comes in for the steps that wait, by node id; the deadline where there is nothing. */
  readonly releases?: Readonly<Record<string, Release>>;
}

let walks = 0;

/**
 * Takes a message through a flow once, without retries and one step after another: enough to see that a drawing, its
 * expressions and its scripts fit together on real connections. The engine has its own rules and tests.
 */
export async function walk(flow: Flow, message: Json, world: WalkWorld = {}): Promise<Walk> {
  const trigger = flow.nodes.find(({ type }) => catalogue.get(type)?.kind === 'trigger');
  if (!trigger) throw new Error('the flow has no start');
  const outputs: Record<string, Json> = { [trigger.id]: message };
  const ports = new Map([[trigger.id, 'out']]);
  const way = [`${trigger.id}:out`];
  const failed: string[] = [];
  walks += 1;
  const runId = `run-${walks}`;
  let response: Json | undefined;

  const inputOf = (node: FlowNode): Json | undefined => {
    const edge = flow.edges.find(({ from, port, to }) => to === node.id && ports.get(from) === port);
    return edge && outputs[edge.from];
  };
  for (let more = true; more; ) {
    more = false;
    for (const node of flow.nodes) {
      const input = ports.has(node.id) ? undefined : inputOf(node);
      if (input === undefined) continue;
      more = true;
      const done = await runNode(node, input, outputs, { ...world, key: `${runId}:${node.id}:0` });
      if (done.failure !== undefined) failed.push(`${node.id}: ${done.failure}`);
      if (catalogue.get(node.type)?.responds) response = done.value;
      ports.set(node.id, done.port);
      outputs[node.id] = done.value;
      way.push(`${node.id}:${done.port}`);
    }
  }
  return { way, outputs, failed, response };
}

async function runNode(
  node: FlowNode,
  input: Json,
  steps: Readonly<Record<string, Json>>,
  world: WalkWorld,
): Promise<Release & { readonly failure?: string }> {
  const [definition, run] = [catalogue.get(node.type), runs.get(node.type)];
  if (!definition || !run) throw new Error(`no run for ${node.type}`);
  const ctx: TestContext = contextFor({ ...world, scripts: scriptsOf(node) });
  const resolved = (await resolve(node.params, { input, steps })) as object;
  const params = z.parse(definition.params, resolved);
  try {
    const answer = await run({ params, input: z.parse(definition.input, input) }, ctx);
    if ('park' in answer) return released(answer.park, world.releases?.[node.id]);
    if ('feed' in answer) throw new Error('a walk does not go through scopes');
    return { port: answer.port, value: answer.value as Json };
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    const { kind, code, message } = error.failure;
    return { port: 'error', value: { error: { kind, code, message }, input }, failure: message };
  }
}

/** How a parked step goes on: as the world says, else by its deadline. */
function released({ deadline }: Parking, release: Release | undefined): Release {
  if (release) return release;
  if (!deadline) throw new Error('nobody answers what the step waits for');
  return { port: deadline.port, value: deadline.value };
}

function scriptsOf({ params }: FlowNode): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Parameters with every text that begins with `=` computed. */
async function resolve(value: Json, scope: { readonly input: Json; readonly steps: Json }): Promise<Json> {
  if (typeof value === 'string') return value.startsWith('=') ? evaluate(value.slice(1), scope) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolve(item, scope)));
  const entries = Object.entries(value).map(async ([key, item]) => [key, await resolve(item, scope)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

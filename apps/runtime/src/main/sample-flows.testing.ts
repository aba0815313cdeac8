import { catalogue } from '@lockstep/nodes/catalogue';
import { sampleBindings, samples } from '@lockstep/nodes/samples';
import * as api from '@lockstep/schema/api';
import { flowsOfBinding } from '@lockstep/schema/capabilities';
import { asksOf, callsOf, type Flow, offersOf } from '@lockstep/schema/graph';
import type { TestRuntime } from './testing.ts';

/**
 * Publishes samples, and before them the system flows whose capabilities they ask for, as far as their systems are among the
 * `connections`; binds these as a demo does.
 *
 * @param change of a flow before it is published
 */
export async function publishSamples(
  { publish, call }: Pick<TestRuntime, 'publish' | 'call'>,
  ids: readonly string[],
  connections: readonly string[],
  change: (flow: Flow) => Flow = (flow) => flow,
): Promise<void> {
  const wanted = samples.filter(({ id }) => ids.includes(id));
  const asked = wanted.flatMap((flow) => asksOf(flow, catalogue).map(({ capability }) => capability));
  const systems = samples.filter(
    (flow) =>
      offersOf(flow, catalogue).some(({ capability }) => asked.includes(capability)) &&
      flow.nodes.every(({ params }) => params.connection === undefined || connections.includes(`${params.connection}`)),
  );
  const published = samples.filter((flow) => wanted.includes(flow) || systems.includes(flow));
  for (const flow of published) await publish(change(flow));
  const missing = wanted.flatMap((flow) => callsOf(flow, catalogue)).filter(({ flowId }) => !ids.includes(flowId));
  if (missing.length > 0) throw new Error(`Publish ${missing.map(({ flowId }) => flowId).join(', ')} too.`);
  for (const { capability, binding } of sampleBindings) {
    if (!flowsOfBinding({ ...binding }).every((id) => published.some((flow) => flow.id === id))) continue;
    const params = { name: capability };
    const bound = await call(api.putBinding, { params, body: { binding: { ...binding }, basedOn: 1, note: 'Sample' } });
    if (!bound.ok) throw new Error(`${capability}: ${bound.code} ${JSON.stringify(bound.problem)}`);
  }
}

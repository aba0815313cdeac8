import { createFlow, getDraft, listConnections, publishFlow, putConnection, saveDraft } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import type { ConnectionLimits } from '@lockstep/schema/node';
import { type Call, granted } from './ask.ts';

export interface Given {
  /**
   * A flow that takes messages: by its id, one that is published already; or a document, which is published when it is not.
   *
   * @returns its newest version
   * @throws Error when there is no such flow, or it has errors
   */
  flow(flow: string | Flow): Promise<number>;
  /** What Lockstep asks of a system at most, and how soon it tries again a system that failed; the rest of its limits stays. */
  limits(connection: string, limits: Partial<ConnectionLimits>): Promise<void>;
}

export function givenOf(call: Call): Given {
  return {
    async flow(flow) {
      const flowId = typeof flow === 'string' ? flow : flow.id;
      const draft = await call(getDraft, { params: { flowId } });
      if (typeof flow === 'string') {
        const { published } = granted(draft, `The flow "${flowId}"`);
        if (published === undefined) throw new Error(`The flow "${flowId}" is not published.`);
        return published.version;
      }
      if (draft.ok) {
        const body = { flow, basedOn: draft.value.revision };
        granted(await call(saveDraft, { params: { flowId }, body }), `The draft of "${flowId}"`);
      } else granted(await call(createFlow, { body: { flow } }), `The flow "${flowId}"`);
      const basedOn = draft.ok ? (draft.value.published?.version ?? 0) : 0;
      const published = await call(publishFlow, { params: { flowId }, body: { flow, basedOn, note: 'For a test' } });
      return granted(published, `Publishing "${flowId}"`).version;
    },
    async limits(id, limits) {
      const { connections } = granted(await call(listConnections), 'The connections');
      const known = connections.find((one) => one.id === id);
      if (!known) throw new Error(`There is no connection "${id}".`);
      const { name, system, baseUrl, settings } = known;
      const body = { name, system, baseUrl, settings, limits: { drainPerSecond: 20, ...known.limits, ...limits } };
      granted(await call(putConnection, { params: { id }, body }), `The limits of "${id}"`);
    },
  };
}

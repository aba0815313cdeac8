import * as api from '@lockstep/schema/api';
import { findCapability } from '@lockstep/schema/capabilities';
import type { Flow } from '@lockstep/schema/graph';
import { variableText } from '@lockstep/schema/variables';
import type { Hono } from 'hono';
import { pinnedRef } from '../../runner/contract-pins.ts';
import { type FlowNeed, needsOf } from '../../runner/flow-needs.ts';
import { newestBindings } from '../../store/capabilities/bindings.ts';
import { listFlowRows } from '../../store/flows.ts';
import { newestOf } from '../../store/xref/tables.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';

type Meaning = Pick<api.BoundNeed, 'state' | 'means' | 'version'>;

const MISSING: Meaning = { state: 'missing', means: '' };

/** What flows need of this environment, and what it has for them. */
export function bindingRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { catalogue, config, connections, contracts, db, topicBook, variables } = doors;

  serve(app, api.getBindings, async ({ body: { flow } }) => {
    const needs = needsOf(flow, catalogue);
    const meaning = await meanings(flow, needs);
    const names = new Map(flow.nodes.map(({ id, name }) => [id, name]));
    return {
      ...(config.environment !== undefined && { environment: config.environment }),
      needs: needs.map((need) => ({
        ...{ kind: need.kind, name: need.name, ...meaning(need) },
        nodes: need.nodes.map((id) => ({ id, name: names.get(id) ?? id })),
      })),
    };
  });

  async function meanings(flow: Flow, needs: readonly FlowNeed[]): Promise<(need: FlowNeed) => Meaning> {
    const tables = needs.filter(({ kind }) => kind === 'table').map(({ name }) => name);
    const [known, newest, flows, bound] = await Promise.all([
      connections.list(),
      newestOf(db, tables),
      listFlowRows(db),
      newestBindings(db),
    ]);
    return ({ kind, name }) => {
      switch (kind) {
        case 'connection': {
          const found = known.find(({ id }) => id === name);
          return found ? { state: 'bound', means: `${found.name} (${found.system}), ${found.baseUrl}` } : MISSING;
        }
        case 'variable': {
          const held = variables.now().variables.get(name);
          return held ? { state: 'bound', means: variableText(held).slice(0, 200) } : MISSING;
        }
        case 'table': {
          const version = flow.settings.tables?.[name] || newest.get(name);
          return version === undefined || !newest.has(name)
            ? MISSING
            : { state: 'bound', means: `version ${version}`, version: String(version) };
        }
        case 'contract': {
          const found = contracts.find(pinnedRef(name, flow.pins) ?? name);
          return found ? { state: 'bound', means: `${found.title} ${found.version}`, version: found.version } : MISSING;
        }
        case 'topic': {
          const rules = topicBook.find(name);
          return rules ? { state: 'bound', means: 'declared' } : { state: 'open', means: 'not declared' };
        }
        case 'flow': {
          const found = flows.find(({ id }) => id === name);
          return found?.published
            ? { state: 'bound', means: `${found.name}, version ${found.published.version}` }
            : MISSING;
        }
        case 'capability': {
          const found = bound.find(({ capability }) => capability === name);
          const title = findCapability(name)?.title ?? name;
          return found
            ? { state: 'bound', means: `${title}: ${found.binding.flow}`, version: String(found.version) }
            : { state: 'open', means: `${title}: nothing serves it yet` };
        }
        default:
          return kind satisfies never;
      }
    };
  }
}

import type { Contract } from '@lockstep/schema/contracts';
import {
  type Flow,
  type FlowNode,
  type Issue,
  isError,
  isExpression,
  upgradeNodes,
  validateFlow,
} from '@lockstep/schema/graph';
import type { Catalogue, ParamEditor } from '@lockstep/schema/node';
import { HookMethod } from '@lockstep/schema/run';
import { checkOwners, checkWires, type NodeText } from '@lockstep/schema/wires';
import { z } from 'zod';
import { WatchParams } from '../runner/pickups/decide.ts';
import { cronProblem } from '../runner/schedules/index.ts';
import { type EditedParam, editedParams } from '../runner/steps/edited-params.ts';
import { expressionsUnit, scriptUnit } from '../runner/steps/index.ts';
import { paramPlaces } from '../runner/steps/params.ts';
import { ListeningParams } from '../runner/topics/listening.ts';
import { checkUnits, type SandboxUnit } from '../sandbox/index.ts';
import { pathOwners } from '../store/hooks.ts';
import type { PublishedWatch } from '../store/pickups/watches.ts';
import type { PublishedConsumer } from '../store/readers/consumers.ts';
import type { PublishedSchedule } from '../store/schedules.ts';
import { callIssues } from './call-issues.ts';
import { capabilityIssues } from './capability-issues.ts';
import { deprecationIssues } from './contract-issues.ts';
import { laneIssues } from './lane-issues.ts';
import { connectionLayerIssues } from './layer-issues.ts';
import type { Doors } from './ports.ts';
import { lookupIssues } from './table-lookups.ts';
import { variableIssues } from './variable-uses.ts';

/** A hook a flow wants to listen at. */
export interface WantedHook {
  readonly path: string;
  readonly method: HookMethod;
  readonly node: string;
}

/** Everything publishing checks: the drawing, its scripts, its connections, contracts, hook addresses and calls. Errors first. */
export async function issuesOf(
  flow: Flow,
  doors: Pick<Doors, 'catalogue' | 'connections' | 'contracts' | 'db' | 'flows' | 'variables'>,
): Promise<readonly Issue[]> {
  const { catalogue, connections, contracts, db, variables } = doors;
  const hooks = hooksOf(flow, catalogue);
  const [known, owners, calls, lookups, served] = await Promise.all([
    connections.list(),
    pathOwners(db, { paths: hooks.map(({ path }) => path), exceptFlow: flow.id }),
    callIssues(flow, doors),
    lookupIssues(flow, { db, catalogue }),
    capabilityIssues(flow, doors),
  ]);
  const ids = new Set(known.map(({ id }) => id));
  const issues = [
    ...validateFlow(flow, catalogue),
    ...scriptIssues(flow, catalogue),
    ...wireIssues(flow, catalogue, contracts.all()),
    ...checkOwners(upgraded(flow, catalogue), catalogue, contracts.all()),
    ...laneIssues(flow),
    ...referenceIssues(flow, catalogue, 'connection', (id) => ids.has(id)),
    ...referenceIssues(flow, catalogue, 'contract', (ref) => contracts.find(ref) !== undefined),
    ...deprecationIssues(flow, catalogue, contracts.find),
    ...scheduleIssues(flow, catalogue),
    ...connectionLayerIssues(upgraded(flow, catalogue), catalogue, known),
    ...variableIssues(flow, catalogue, [...variables.now().variables.keys()]),
    ...calls,
    ...served,
    ...lookups,
    ...twiceIn(hooks),
    ...hooks.flatMap(({ path, method, node }): Issue[] => {
      const owner = owners.find((taken) => taken.path === path && taken.method === method);
      if (!owner) return [];
      const message = `The flow "${owner.flowId}" listens for ${method} at /hooks/${path} already.`;
      return [{ severity: 'error', code: 'path-taken', message, node, field: '/path' }];
    }),
  ];
  return [...issues.filter(isError), ...issues.filter((issue) => !isError(issue))];
}

/** Addresses of the webhooks of a flow: trigger nodes whose type has a parameter shown by the `path` editor. */
export function hooksOf(flow: Flow, catalogue: Catalogue): readonly WantedHook[] {
  return upgraded(flow, catalogue).nodes.flatMap((node) => {
    if (catalogue.get(node.type)?.kind !== 'trigger') return [];
    const method = HookMethod.catch('POST').parse(node.params.method);
    return edited(node, catalogue, 'path').map(({ value }) => ({ path: value, method, node: node.id }));
  });
}

/** What the scheduler reads of a schedule's parameters, after its own definition has filled the defaults in. */
const ScheduleParams = z.object({ cron: z.string(), timeZone: z.string(), missed: z.enum(['skip', 'run-once']) });

/** Schedules of a flow: trigger nodes whose type has a parameter shown by the `cron` editor. Invalid ones are left out. */
export function schedulesOf(flow: Flow, catalogue: Catalogue): readonly PublishedSchedule[] {
  return upgraded(flow, catalogue).nodes.flatMap((node): PublishedSchedule[] => {
    const definition = catalogue.get(node.type);
    if (definition?.kind !== 'trigger' || edited(node, catalogue, 'cron').length === 0) return [];
    const filled = z.safeParse(definition.params, node.params);
    const params = filled.success ? ScheduleParams.safeParse(filled.data) : undefined;
    return params?.success ? [{ ...params.data, node: node.id }] : [];
  });
}

/** Topics a flow listens to: trigger nodes whose type has a parameter shown by the `topic` editor. */
export function consumersOf(flow: Flow, catalogue: Catalogue): readonly PublishedConsumer[] {
  return upgraded(flow, catalogue).nodes.flatMap((node): PublishedConsumer[] => {
    const definition = catalogue.get(node.type);
    if (definition?.kind !== 'trigger' || edited(node, catalogue, 'topic').length === 0) return [];
    const filled = z.safeParse(definition.params, node.params);
    const params = filled.success ? ListeningParams.safeParse(filled.data) : undefined;
    if (!params?.success) return [];
    const { topic, start, startAt } = params.data;
    return [{ node: node.id, topic, start: start === 'time' ? { at: startAt ?? '' } : start }];
  });
}

/** Folders a flow looks into: trigger nodes whose type has a parameter shown by the `connection` editor. */
export function watchesOf(flow: Flow, catalogue: Catalogue): readonly PublishedWatch[] {
  return upgraded(flow, catalogue).nodes.flatMap((node): PublishedWatch[] => {
    const definition = catalogue.get(node.type);
    if (definition?.kind !== 'trigger' || edited(node, catalogue, 'connection').length === 0) return [];
    const filled = z.safeParse(definition.params, node.params);
    const params = filled.success ? WatchParams.safeParse(filled.data) : undefined;
    return params?.success ? [{ node: node.id, watch: params.data }] : [];
  });
}

function scheduleIssues(flow: Flow, catalogue: Catalogue): readonly Issue[] {
  return schedulesOf(flow, catalogue).flatMap((schedule): Issue[] => {
    const message = cronProblem(schedule);
    if (message === undefined) return [];
    return [{ severity: 'error', code: 'schedule-invalid', message, node: schedule.node, field: '/cron' }];
  });
}

/** Compile errors of every script and expression, with their place in the author's text. */
export function scriptIssues(flow: Flow, catalogue: Catalogue): readonly Issue[] {
  return upgraded(flow, catalogue).nodes.flatMap((node) => {
    const definition = catalogue.get(node.type);
    if (!definition) return [];
    const { scripts, expressions } = paramPlaces(definition, node.params);
    const pointers = new Map(Object.keys(scripts).map((pointer) => [scriptUnit(node.id, pointer.slice(1)), pointer]));
    const units: SandboxUnit[] = Object.entries(scripts).map(([pointer, source]) => {
      return { id: scriptUnit(node.id, pointer.slice(1)), kind: 'script', source };
    });
    if (Object.keys(expressions).length > 0)
      units.push({ id: expressionsUnit(node.id), kind: 'expressions', expressions });
    return checkUnits(units).map(({ unit, key, message, line, column }): Issue => {
      const field = key ?? pointers.get(unit);
      const code = key === undefined ? 'script-invalid' : 'expression-invalid';
      return { severity: 'error', code, message, node: node.id, ...(field && { field }), line, column };
    });
  });
}

/** References of scripts and expressions that cannot hold: steps that may not have run, fields that are not there. */
export function wireIssues(flow: Flow, catalogue: Catalogue, contracts: readonly Contract[]): readonly Issue[] {
  const { nodes, ...rest } = upgraded(flow, catalogue);
  const texts = nodes.flatMap((node): NodeText[] => {
    const definition = catalogue.get(node.type);
    if (!definition) return [];
    const { scripts, expressions } = paramPlaces(definition, node.params);
    const textsOf = (kind: NodeText['kind'], found: Readonly<Record<string, string>>): NodeText[] =>
      Object.entries(found).map(([field, text]) => ({ node: node.id, field, kind, text }));
    return [...textsOf('script', scripts), ...textsOf('expression', expressions)];
  });
  return checkWires({ nodes, ...rest }, { catalogue, contracts, texts });
}

function referenceIssues(
  flow: Flow,
  catalogue: Catalogue,
  editor: 'connection' | 'contract',
  isKnown: (ref: string) => boolean,
): readonly Issue[] {
  return upgraded(flow, catalogue).nodes.flatMap((node) =>
    edited(node, catalogue, editor)
      .filter(({ value }) => value !== '' && !isExpression(value) && !isKnown(value))
      .map(({ value, field }): Issue => {
        const message = `There is no ${editor} "${value}"${editor === 'connection' ? ' in this environment' : ''}.`;
        return { severity: 'error', code: `${editor}-unknown`, message, node: node.id, field };
      }),
  );
}

function twiceIn(hooks: readonly WantedHook[]): readonly Issue[] {
  return hooks.flatMap(({ path, method, node }, at): Issue[] => {
    if (hooks.findIndex((other) => other.path === path && other.method === method) === at) return [];
    const message = `Two webhooks of this flow listen for ${method} at /hooks/${path}.`;
    return [{ severity: 'error', code: 'path-taken', message, node, field: '/path' }];
  });
}

/** A drawing that cannot be upgraded is checked as it is; validation says what is wrong with it. */
function upgraded(flow: Flow, catalogue: Catalogue): Flow {
  try {
    return upgradeNodes(flow, catalogue);
  } catch {
    return flow;
  }
}

/** Text parameters shown by one kind of editor, with their JSON pointers. */
function edited(node: FlowNode, catalogue: Catalogue, editor: ParamEditor): readonly EditedParam[] {
  const definition = catalogue.get(node.type);
  return definition ? editedParams(node, definition, editor) : [];
}

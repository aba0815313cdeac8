import type { PlannedNeed } from '@lockstep/schema/api';
import type { SeenTable, Surroundings } from '@lockstep/schema/environments';
import { compareSurroundings } from '@lockstep/schema/environments';
import { contentHash, type Flow } from '@lockstep/schema/graph';
import { type VariableValue, variableText } from '@lockstep/schema/variables';
import type { FlowNeed } from '../flow-needs.ts';
import { type CallsOf, callsFirst } from './calls-first.ts';

/** A published version of one environment. */
export interface PublishedFlow {
  readonly version: number;
  readonly semver?: string | undefined;
  readonly flow: Flow;
}

/** What two environments are compared by. */
export interface Environment {
  /** Newest published versions, by flow. */
  readonly published: ReadonlyMap<string, PublishedFlow>;
  /** Hash of the draft, by flow; absent where there is none. */
  readonly drafts: ReadonlyMap<string, string>;
  readonly connections: ReadonlyMap<string, { readonly system: string; readonly baseUrl: string }>;
  readonly variables: ReadonlyMap<string, VariableValue>;
}

export interface PlanItem {
  readonly flow: Flow;
  /** Version of the source, and what that promises those who call it. */
  readonly version: number;
  readonly semver?: string | undefined;
  readonly state: 'same' | 'new' | 'changed';
  /** What runs at the target and is replaced. */
  readonly there: PublishedFlow | undefined;
  /** Why it cannot be promoted. */
  readonly obstacles: readonly string[];
  /** What somebody has to agree to. */
  readonly questions: readonly string[];
  readonly needs: readonly PlannedNeed[];
}

export interface Planning {
  readonly from: Environment;
  readonly to: Environment;
  /** Contracts and tables that the flows name, here and there. */
  readonly around: { readonly from: Surroundings; readonly to: Surroundings };
  /** Flows to promote; all published ones when empty. */
  readonly only: readonly string[];
  readonly needsOf: (flow: Flow) => readonly FlowNeed[];
  readonly callsOf: CallsOf;
}

/**
 * What it takes to bring published flows from one environment to another, in the order in which they can be published: what is called
 * comes before what calls it. Nothing is changed. Flows the target has and the source has not stay as they are.
 */
export function planPromotion(planning: Planning): readonly PlanItem[] {
  const { from, to, only, callsOf } = planning;
  const asked = [...from.published.values()].filter(({ flow }) => only.length === 0 || only.includes(flow.id));
  return callsFirst(asked, callsOf).map(({ version, semver, flow: published }): PlanItem => {
    const flow = withoutPins(published);
    const there = to.published.get(flow.id);
    const needs = plannedNeeds(planning.needsOf(flow), planning);
    if (there && contentHash(there.flow) === contentHash(flow))
      return { flow, version, semver, state: 'same', there, obstacles: [], questions: [], needs };
    const tables = needs.filter(({ kind, state }) => kind === 'table' && state === 'different');
    return {
      ...{ flow, version, semver, there, needs },
      state: there ? 'changed' : 'new',
      obstacles: needs.flatMap((need) => obstaclesOf(need, planning)),
      questions: [
        ...draftQuestions(flow, there, to),
        ...tables.map(({ name }) => `The table "${name}" has other rows there.`),
      ],
    };
  });
}

/** As it was drawn: what names of contracts and tables mean is settled where it is published. */
function withoutPins({ pins: _, settings: { tables: __, ...settings }, ...flow }: Flow): Flow {
  return { ...flow, settings };
}

function plannedNeeds(needs: readonly FlowNeed[], planning: Planning): readonly PlannedNeed[] {
  return needs.flatMap(({ kind, name }): PlannedNeed[] => {
    switch (kind) {
      case 'connection': {
        const words = (side: Environment) => {
          const { system, baseUrl } = side.connections.get(name) ?? {};
          return system === undefined ? undefined : `${system}, ${baseUrl}`;
        };
        return [need(kind, name, words(planning.from), words(planning.to))];
      }
      case 'variable': {
        const words = (side: Environment) => {
          const held = side.variables.get(name);
          return held && `${variableText(held)} (${held.type})`;
        };
        return [need(kind, name, words(planning.from), words(planning.to))];
      }
      case 'table':
        return [tableNeed(name, planning.around)];
      default:
        return [];
    }
  });
}

function need(
  kind: PlannedNeed['kind'],
  name: string,
  here: string | undefined,
  there: string | undefined,
): PlannedNeed {
  const state = there === undefined ? 'missing' : here === there ? 'same' : 'different';
  return { kind, name, state, here: here ?? 'not there', there: there ?? 'not there' };
}

function tableNeed(name: string, { from, to }: Planning['around']): PlannedNeed {
  const pick = (side: Surroundings) => side.tables.filter((table) => table.name === name);
  const [here, there] = [pick(from), pick(to)];
  const words = ([table]: readonly SeenTable[]) => (table ? `${table.rows.length} rows` : 'not there');
  const isDifferent = compareSurroundings({ contracts: [], tables: there }, { contracts: [], tables: here }).length > 0;
  const state = there.length === 0 ? 'missing' : isDifferent ? 'different' : 'same';
  return { kind: 'table', name, state, here: words(here), there: words(there) };
}

function obstaclesOf({ kind, name, state }: PlannedNeed, { from, to }: Planning): readonly string[] {
  if (kind === 'connection') {
    const [here, there] = [from.connections.get(name)?.system, to.connections.get(name)?.system];
    if (there === undefined) return [`There is no connection "${name}"${here === undefined ? '' : ` (${here})`}.`];
    return here === undefined || here === there ? [] : [`The connection "${name}" is of type ${there}, not ${here}.`];
  }
  if (kind === 'variable') {
    const [here, there] = [from.variables.get(name)?.type, to.variables.get(name)?.type];
    if (there === undefined) return [`There is no variable "${name}"${here === undefined ? '' : ` (${here})`}.`];
    return here === undefined || here === there ? [] : [`The variable "${name}" holds ${there}, not ${here}.`];
  }
  return state === 'missing' ? [`There is no ${kind} "${name}".`] : [];
}

/** Work of somebody at the target that would be lost from sight. */
function draftQuestions(flow: Flow, there: PublishedFlow | undefined, to: Environment): readonly string[] {
  const draft = to.drafts.get(flow.id);
  const isOpen = draft !== undefined && draft !== contentHash(flow) && draft !== (there && contentHash(there.flow));
  return isOpen ? ['Its draft there has changes that nobody published.'] : [];
}

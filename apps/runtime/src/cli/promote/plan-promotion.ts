import { contentHash, type Flow } from '@lockstep/schema/graph';
import { type CallsOf, callsFirst } from '../calls-first.ts';

/** A published version of one environment. */
export interface PublishedFlow {
  readonly version: number;
  readonly flow: Flow;
}

/** What two environments are compared by. */
export interface Environment {
  /** Newest published versions, by flow. */
  readonly published: ReadonlyMap<string, PublishedFlow>;
  /** Types of systems, by connection. */
  readonly systems: ReadonlyMap<string, string>;
  /** Newest content of tables as CSV, by name. */
  readonly tables: ReadonlyMap<string, string>;
}

/** What the target knows beyond that. */
export interface Target extends Environment {
  /** Hash of the draft, by flow; absent where there is none. */
  readonly drafts: ReadonlyMap<string, string>;
}

export interface PlanItem {
  readonly flow: Flow;
  /** Version of the source. */
  readonly version: number;
  readonly state: 'same' | 'new' | 'changed';
  /** Version of the target that is replaced. */
  readonly replaces?: number;
  /** Why it cannot be promoted. */
  readonly obstacles: readonly string[];
  /** What somebody has to agree to. */
  readonly questions: readonly string[];
}

/**
 * What it takes to bring published flows from one environment to another, in the order in which they can be published: what is called
 * comes before what calls it. Nothing is changed. Flows the target has and the source has not stay as they are.
 */
export function planPromotion({
  from,
  to,
  only,
  connectionsOf,
  callsOf,
}: {
  readonly from: Environment;
  readonly to: Target;
  /** Flows to promote; all published ones when empty. */
  readonly only: readonly string[];
  readonly connectionsOf: (flow: Flow) => readonly string[];
  readonly callsOf: CallsOf;
}): readonly PlanItem[] {
  const asked = [...from.published.values()].filter(({ flow }) => only.length === 0 || only.includes(flow.id));
  const ordered = callsFirst(asked, callsOf);
  return ordered.map(({ version, flow: published }): PlanItem => {
    const flow = withoutPins(published);
    const there = to.published.get(flow.id);
    const replaces = there ? { replaces: there.version } : {};
    if (there && contentHash(there.flow) === contentHash(flow))
      return { flow, version, state: 'same', ...replaces, obstacles: [], questions: [] };
    return {
      flow,
      version,
      state: there ? 'changed' : 'new',
      ...replaces,
      obstacles: [
        ...connectionObstacles(connectionsOf(flow), from, to),
        ...tablesOf(published).flatMap((name) => (to.tables.has(name) ? [] : [`There is no table "${name}".`])),
      ],
      questions: [
        ...draftQuestions(flow, there, to),
        ...tablesOf(published).flatMap((name) =>
          to.tables.has(name) && to.tables.get(name) !== from.tables.get(name)
            ? [`The table "${name}" has other rows there.`]
            : [],
        ),
      ],
    };
  });
}

/** As it was drawn: what names of contracts and tables mean is settled where it is published. */
function withoutPins({ pins: _, settings: { tables: __, ...settings }, ...flow }: Flow): Flow {
  return { ...flow, settings };
}

function connectionObstacles(ids: readonly string[], from: Environment, to: Environment): readonly string[] {
  return ids.flatMap((id): readonly string[] => {
    const [here, there] = [from.systems.get(id), to.systems.get(id)];
    if (there === undefined) return [`There is no connection "${id}"${here === undefined ? '' : ` (${here})`}.`];
    return here === undefined || here === there ? [] : [`The connection "${id}" is of type ${there}, not ${here}.`];
  });
}

/** Work of somebody at the target that would be lost from sight. */
function draftQuestions(flow: Flow, there: PublishedFlow | undefined, to: Target): readonly string[] {
  const draft = to.drafts.get(flow.id);
  const isOpen = draft !== undefined && draft !== contentHash(flow) && draft !== (there && contentHash(there.flow));
  return isOpen ? ['Its draft there has changes that nobody published.'] : [];
}

function tablesOf({ settings }: Flow): readonly string[] {
  return Object.keys(settings.tables ?? {}).sort();
}

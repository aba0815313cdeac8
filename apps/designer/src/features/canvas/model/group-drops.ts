import { byId, type Flow, type FlowEdit, type FlowGroup, type Position, scopesAround } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { type Box, framesOf, holds, isWithinReach, middleOf } from './frames.ts';
import { type GroupBox, groupBoxes } from './group-boxes.ts';
import { regroup, type Targets, unitsOf } from './group-edits.ts';
import { groupOf, groupsOf, inwards, membersOf, outwards } from './groups.ts';

type Places = Readonly<Record<string, Position>>;

/** The innermost open group under a card at `place` that is put into `scope`. */
export function groupUnder(
  flow: Flow,
  {
    place,
    scope,
    places,
    catalogue,
  }: {
    readonly place: Position;
    readonly scope: string | undefined;
    readonly places: Places;
    readonly catalogue: Catalogue;
  },
): FlowGroup | undefined {
  if (groupsOf(flow).length === 0) return undefined;
  const boxes = groupBoxes(flow, { places, frames: framesOf(flow, places, catalogue), catalogue });
  return innermost(flow, boxes, middleOf(place), scope);
}

function innermost(
  flow: Flow,
  boxes: readonly GroupBox[],
  at: Position,
  scope: string | undefined,
): FlowGroup | undefined {
  return boxes
    .filter((box) => box.group.collapsed !== true && holds(box, at) && scopeOf(flow, box.group) === scope)
    .toSorted((a, b) => b.level - a.level)[0]?.group;
}

interface Drop {
  readonly moved: Places;
  /** Of all steps, with those that moved where they are now. */
  readonly places: Places;
  readonly catalogue: Catalogue;
  /** Scopes whose frames were dragged: what lies in them stays as it is. */
  readonly held: readonly string[];
}

/** The edits by which dragged steps, and groups dragged as a whole, join the groups they are let go in. */
export function joinGroups(flow: Flow, drop: Drop): readonly FlowEdit[] {
  return groupsOf(flow).length === 0 ? [] : regroup(flow, dropTargets(flow, drop));
}

/**
 * The innermost group that each dragged step, and each group dragged as a whole, is over. A step within reach of its own group stays in it, and
 * so does one that is over none: the group goes around it, wherever it is.
 */
export function dropTargets(
  flow: Flow,
  { moved, places, catalogue, held }: Drop,
): { readonly steps: Targets; readonly groups: Targets } {
  const ids = new Set(Object.keys(moved));
  const kept = new Set([...ids, ...held]);
  const nodes = byId(flow.nodes);
  const dragged = [...ids].filter((id) => !scopesAround(nodes, id).some((scope) => kept.has(scope)));
  const units = unitsOf(flow, dragged);
  // Where would the groups be without what is dragged?
  const bare = {
    ...flow,
    layout: {
      ...flow.layout,
      groups: groupsOf(flow).map((group) => ({ ...group, nodes: group.nodes.filter((id) => !ids.has(id)) })),
    },
  };
  const frames = framesOf(flow, places, catalogue, ids);
  const boxes = groupBoxes(bare, { places, frames, catalogue });
  const whole = groupBoxes(flow, { places, frames: framesOf(flow, places, catalogue), catalogue });
  const steps = new Map<string, string | undefined>();
  for (const id of units.steps) {
    const place = places[id];
    const own = groupOf(flow, id);
    const found = place && innermost(bare, boxes, middleOf(place), nodes.get(id)?.scope);
    if (place && found && leaves(flow, { own, found, boxes, at: middleOf(place) })) steps.set(id, found.id);
  }
  const groups = new Map<string, string | undefined>();
  for (const group of units.groups) {
    const box = whole.find((one) => one.group.id === group.id);
    const within = new Set(inwards(flow, group).map(({ id }) => id));
    const outside = boxes.filter((one) => !within.has(one.group.id));
    const at = box && centreOf(box);
    const found = at && innermost(bare, outside, at, scopeOf(flow, group));
    const [, own] = outwards(flow, group);
    if (at && found && leaves(flow, { own, found, boxes, at })) groups.set(group.id, found.id);
  }
  return { steps, groups };
}

function leaves(
  flow: Flow,
  {
    own,
    found,
    boxes,
    at,
  }: {
    readonly own: FlowGroup | undefined;
    readonly found: FlowGroup;
    readonly boxes: readonly GroupBox[];
    readonly at: Position;
  },
): boolean {
  if (own === undefined) return true;
  if (own.id === found.id) return false;
  const isDeeper = outwards(flow, groupOfId(flow, found.id)).some(({ id }) => id === own.id);
  const box = boxes.find(({ group }) => group.id === own.id);
  return isDeeper || box === undefined || !isWithinReach(box, at);
}

function groupOfId(flow: Flow, id: string): FlowGroup | undefined {
  return groupsOf(flow).find((group) => group.id === id);
}

function centreOf({ x, y, width, height }: Box): Position {
  return { x: x + width / 2, y: y + height / 2 };
}

/** The frame a group lies in. */
function scopeOf(flow: Flow, group: FlowGroup): string | undefined {
  const [first] = membersOf(flow, group);
  return flow.nodes.find(({ id }) => id === first)?.scope;
}

import {
  bodiesOf,
  bodyOf,
  byId,
  type Flow,
  type FlowNode,
  type Position,
  SCOPE_PORT,
  scopesAround,
} from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { hiddenIn } from './fold.ts';
import { CARD_WIDTH, COLUMN_STEP, cardGeometry, drawnPorts, HEADER_HEIGHT, LANE_STEP } from './geometry.ts';

/** Room between a frame and the cards in it, and the line at its head that says what it is. */
const PADDING = 24;
export const FRAME_HEAD = 36;
/** A body begins one column to the right of its scope, and so far below it that its frame stays clear of other lanes. */
export const BODY_DROP = 200;
const EMPTY_HEIGHT = 72;
/** A step that is dragged so far out of its frame has left it. */
const REACH = { x: 1.5 * COLUMN_STEP, y: 1.25 * LANE_STEP };

export interface Box extends Position {
  readonly width: number;
  readonly height: number;
}

/** The frame around the body of a scope: computed from the places of the cards in it, never stored. */
export interface Frame extends Box {
  readonly scope: string;
  /** Scopes around it: outer frames are drawn first. */
  readonly depth: number;
  readonly isEmpty: boolean;
  /** Its steps are not drawn: it is as large as one card, where the first of them would be. */
  readonly isFolded: boolean;
}

type Places = Readonly<Record<string, Position>>;

/** True when a step of the flow has a body, which is drawn in a frame. */
export function hasScopes(flow: Flow, catalogue: Catalogue): boolean {
  return flow.nodes.some(({ type, scope }) => scope !== undefined || catalogue.get(type)?.scope !== undefined);
}

/** The frames of a flow that are drawn, the outermost first. Steps in `without` do not count: where would they be if they were not there? */
export function framesOf(
  flow: Flow,
  places: Places,
  catalogue: Catalogue,
  without: ReadonlySet<string> = new Set(),
): readonly Frame[] {
  if (!hasScopes(flow, catalogue)) return [];
  const nodes = byId(flow.nodes);
  const members = new Map<string, FlowNode[]>();
  for (const node of flow.nodes) {
    if (catalogue.get(node.type)?.scope && !members.has(node.id)) members.set(node.id, []);
    if (node.scope === undefined || without.has(node.id) || !nodes.has(node.scope)) continue;
    members.set(node.scope, [...(members.get(node.scope) ?? []), node]);
  }
  const depthOf = (id: string) => scopesAround(nodes, id).length;
  const folded = new Set(flow.layout.collapsed);
  const made = new Map<string, Frame>();
  // The inner ones first: an outer frame goes around them.
  for (const scope of [...members.keys()].sort((a, b) => depthOf(b) - depthOf(a))) {
    const boxes = (members.get(scope) ?? []).flatMap((node) => {
      const place = places[node.id];
      const inner = made.get(node.id);
      return [...(place ? [cardBox(node, place, catalogue)] : []), ...(inner ? [inner] : [])];
    });
    const place = places[scope] ?? { x: 0, y: 0 };
    const slot = { x: place.x + COLUMN_STEP, y: place.y + BODY_DROP, width: CARD_WIDTH, height: EMPTY_HEIGHT };
    const isEmpty = boxes.length === 0;
    const isFolded = !isEmpty && folded.has(scope);
    const box = isFolded ? corner(boxes) : around(isEmpty ? [slot] : boxes);
    made.set(scope, { scope, depth: depthOf(scope), isEmpty, isFolded, ...box });
  }
  const hidden = hiddenIn(flow);
  return [...made.values()].filter(({ scope }) => !hidden.has(scope)).sort((a, b) => a.depth - b.depth);
}

/** Where a card lies and how large it is, with room for its chips. */
export function cardBox(node: FlowNode, { x, y }: Position, catalogue: Catalogue): Box {
  const definition = catalogue.get(node.type);
  const ports = drawnPorts(node, definition, []);
  const { width, height } = cardGeometry({ ports, isTrigger: false, hasChips: true });
  return { x, y, width, height };
}

/** The box around others, with room for a head. */
export function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x)) - PADDING;
  const y = Math.min(...boxes.map((box) => box.y)) - PADDING - FRAME_HEAD;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + PADDING;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + PADDING;
  return { x, y, width: right - x, height: bottom - y };
}

function corner(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return { x, y, width: CARD_WIDTH, height: HEADER_HEIGHT };
}

/** The innermost frame in which a card at `place` has its middle. */
export function frameAt(frames: readonly Frame[], place: Position): string | undefined {
  return frames.findLast((frame) => holds(frame, middleOf(place)))?.scope;
}

/** The point of a card that says where it lies. */
export function middleOf({ x, y }: Position): Position {
  return { x: x + CARD_WIDTH / 2, y: y + 30 };
}

export function holds({ x, y, width, height }: Box, at: Position): boolean {
  return at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height;
}

interface Drag {
  readonly moved: Places;
  /** Of all steps, with those that moved where they are now. */
  readonly places: Places;
  readonly catalogue: Catalogue;
  /** Scopes whose frames are dragged: the steps in them stay in them. */
  readonly held: readonly string[];
}

/**
 * Where dragged steps belong when they are let go: in the innermost frame they lie in; else where they are, as long as they
 * are within reach of it. Steps whose scope is dragged along stay in it. Only those that change are named; `null` is outside.
 */
export function scopesAfterDrag(
  flow: Flow,
  { moved, places, catalogue, held }: Drag,
): Readonly<Record<string, string | null>> {
  const nodes = byId(flow.nodes);
  const ids = new Set(Object.keys(moved));
  const kept = new Set([...ids, ...held]);
  const frames = framesOf(flow, places, catalogue, ids);
  const changed: Record<string, string | null> = {};
  for (const [id, place] of Object.entries(moved)) {
    const node = nodes.get(id);
    const definition = node && catalogue.get(node.type);
    if (!node || definition?.kind === 'trigger' || definition?.responds) continue;
    const around = scopesAround(nodes, id);
    if (around.some((scope) => kept.has(scope))) continue;
    const own = new Set([id, ...bodyOf(flow, id)]);
    const found = frameAt(
      frames.filter(({ scope }) => !own.has(scope)),
      place,
    );
    const isDeeper = found !== undefined && !around.includes(found);
    const stays = !isDeeper && isNear(frames, node.scope, place);
    const wanted = stays ? node.scope : found;
    if (wanted !== node.scope) changed[id] = wanted ?? null;
  }
  return changed;
}

/** True while a step that is drawn away still counts as being in its frame. */
function isNear(frames: readonly Frame[], scope: string | undefined, place: Position): boolean {
  const frame = frames.find((one) => one.scope === scope);
  if (frame === undefined) return false;
  // A frame without its last step stands where its scope says, wherever the step was.
  return isWithinReach(frame, middleOf(place), frame.isEmpty ? 4 : 1);
}

/** True in a box, and as far around it as something drawn out of it still counts as being in it. */
export function isWithinReach({ x, y, width, height }: Box, at: Position, times = 1): boolean {
  const reach = { x: times * REACH.x, y: times * REACH.y };
  return holds({ x: x - reach.x, y: y - reach.y, width: width + 2 * reach.x, height: height + 2 * reach.y }, at);
}

/** Moved places, with the bodies of moved scopes moved by the same distance. */
export function withBodies(flow: Flow, moved: Places, places: Places): Places {
  const bodies = bodiesOf(flow, new Set(Object.keys(moved)));
  if (bodies.length === 0) return moved;
  const nodes = byId(flow.nodes);
  const all: Record<string, Position> = { ...moved };
  for (const inner of bodies) {
    const scope = scopesAround(nodes, inner).find((id) => moved[id] !== undefined && places[id] !== undefined) ?? '';
    const [from, to, place] = [places[scope], moved[scope], places[inner]];
    if (from && to && place && !moved[inner]) all[inner] = { x: place.x + to.x - from.x, y: place.y + to.y - from.y };
  }
  return all;
}

/** The scope a step gets that follows a port: that of the step before, or the step before itself where its items leave. */
export function scopeBehind(flow: Flow, from: string, port: string, catalogue: Catalogue): string | undefined {
  const node = flow.nodes.find(({ id }) => id === from);
  return port === SCOPE_PORT && node && catalogue.get(node.type)?.scope ? from : node?.scope;
}

import {
  byId,
  ERROR_PORT,
  type Flow,
  type FlowNode,
  type Position,
  SCOPE_PORT,
  UNDO_PORT,
} from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from 'elkjs/lib/elk-api.js';
import { FRAME_HEAD } from './frames.ts';
import { CARD_WIDTH, COLUMN_STEP, cardGeometry, drawnPorts, HEADER_HEIGHT } from './geometry.ts';
import { groupsOf, membersOf } from './groups.ts';

const PADDING = 24;
const BODY_PREFIX = 'body ';
const GROUP_PREFIX = 'group ';
/** Above so many steps ELK tries fewer arrangements: what it saves is seconds, what it costs is hardly seen. */
const LARGE = 300;

const FRAME_PADDING = `[top=${PADDING + FRAME_HEAD},left=${PADDING},bottom=${PADDING},right=${PADDING}]`;

/** How far apart things lie; columns as far as when a person adds step after step. */
const SPACING: LayoutOptions = {
  'elk.spacing.nodeNode': '48',
  'elk.layered.spacing.nodeNodeBetweenLayers': String(COLUMN_STEP - CARD_WIDTH),
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.componentComponent': '80',
};

export interface TidyOptions {
  /** Columns and lanes stay as a person placed them; only gaps and lines are set right. */
  readonly keepOrder?: boolean;
}

/**
 * The drawing as ELK lays it out: from left to right, ports where the cards have them, error and undo ways from below. The body of a scope, and
 * a group, is a box of its own in which its steps stay together.
 *
 * Node placement is BRANDES_KOEPF: NETWORK_SIMPLEX takes minutes at a thousand steps.
 */
export function elkGraph(
  flow: Flow,
  catalogue: Catalogue,
  places: Places,
  { keepOrder = false }: TidyOptions = {},
): ElkNode {
  const nodes = byId(flow.nodes);
  const scopes = new Set(flow.nodes.flatMap(({ scope }) => (scope !== undefined && nodes.has(scope) ? [scope] : [])));
  const groupFor = new Map(groupsOf(flow).flatMap((group) => group.nodes.map((id) => [id, group.id] as const)));
  const boxes = new Map<string, ElkNode[]>();
  const put = (box: string, child: ElkNode) => boxes.set(box, [...(boxes.get(box) ?? []), child]);
  const used = usedPorts(flow);
  for (const node of flow.nodes) {
    const level = node.scope !== undefined && nodes.has(node.scope) ? BODY_PREFIX + node.scope : '';
    const group = groupFor.get(node.id);
    put(group === undefined ? level : GROUP_PREFIX + group, cardNode(node, catalogue, used.get(node.id) ?? [], places));
  }
  // From the inside out, so that a box is whole when it is put into another.
  const groups = groupsOf(flow).filter((group) => membersOf(flow, group).length > 0);
  const options = common(flow.nodes.length, keepOrder);
  const parentOf = (box: string): string => {
    if (box.startsWith(GROUP_PREFIX)) {
      const group = groups.find(({ id }) => GROUP_PREFIX + id === box);
      if (group?.parent !== undefined) return GROUP_PREFIX + group.parent;
      const scope = group && nodes.get(membersOf(flow, group)[0] ?? '')?.scope;
      return scope !== undefined && nodes.has(scope) ? BODY_PREFIX + scope : '';
    }
    const scope = box.slice(BODY_PREFIX.length);
    const group = groupFor.get(scope);
    const outer = nodes.get(scope)?.scope;
    if (group !== undefined) return GROUP_PREFIX + group;
    return outer !== undefined && nodes.has(outer) ? BODY_PREFIX + outer : '';
  };
  const all = [...[...scopes].map((id) => BODY_PREFIX + id), ...groups.map(({ id }) => GROUP_PREFIX + id)];
  const build = (box: string): ElkNode[] => [
    ...(boxes.get(box) ?? []),
    ...all
      .filter((one) => parentOf(one) === box)
      .map(
        (one): ElkNode => ({
          id: one,
          children: build(one),
          layoutOptions: { ...options, 'elk.padding': FRAME_PADDING },
          ...corner(one, flow, places),
        }),
      ),
  ];
  return {
    id: 'flow',
    layoutOptions: { ...options, ...(groups.length > 0 && { 'elk.hierarchyHandling': 'INCLUDE_CHILDREN' }) },
    children: build(''),
    edges: edgesOf(flow, nodes),
  };
}

type Places = Readonly<Record<string, Position>>;

function common(count: number, keepOrder: boolean): LayoutOptions {
  const interactive: LayoutOptions = {
    'elk.layered.cycleBreaking.strategy': 'INTERACTIVE',
    'elk.layered.layering.strategy': 'INTERACTIVE',
    'elk.layered.crossingMinimization.strategy': 'INTERACTIVE',
    'elk.separateConnectedComponents': 'false',
  };
  return {
    'elk.algorithm': 'layered',
    'elk.direction': 'RIGHT',
    'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
    'elk.layered.nodePlacement.bk.fixedAlignment': 'LEFTUP',
    'elk.edgeRouting': 'ORTHOGONAL',
    'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    'elk.layered.thoroughness': count > LARGE ? '3' : '7',
    ...SPACING,
    ...(keepOrder ? interactive : {}),
  };
}

function usedPorts(flow: Flow): ReadonlyMap<string, readonly string[]> {
  const used = new Map<string, string[]>();
  for (const { from, port } of flow.edges) used.set(from, [...(used.get(from) ?? []), port]);
  return used;
}

function cardNode(node: FlowNode, catalogue: Catalogue, used: readonly string[], places: Places): ElkNode {
  const definition = catalogue.get(node.type);
  const isTrigger = definition?.kind === 'trigger';
  const geometry = cardGeometry({ ports: drawnPorts(node, definition, used), isTrigger, hasChips: true });
  const port = (name: string, side: 'EAST' | 'WEST' | 'SOUTH', x: number, y: number): ElkPort => ({
    id: portId(node.id, name),
    width: 0,
    height: 0,
    x,
    y,
    layoutOptions: { 'elk.port.side': side },
  });
  const low = [
    { name: ERROR_PORT, x: geometry.errorX },
    { name: UNDO_PORT, x: geometry.undoX },
  ];
  return {
    id: node.id,
    width: geometry.width,
    height: geometry.height,
    ...places[node.id],
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: [
      port('', 'WEST', 0, HEADER_HEIGHT / 2),
      ...geometry.ports.map(({ port: name, y }) => port(name, 'EAST', geometry.width, y)),
      ...low.flatMap(({ name, x }) => (x === undefined ? [] : [port(name, 'SOUTH', x, geometry.height)])),
    ],
  };
}

function portId(node: string, port: string): string {
  return `${node} ${port}`;
}

/** Once for each pair of ends: ELK would lay a second one beside the first. */
function edgesOf(flow: Flow, nodes: ReadonlyMap<string, FlowNode>): ElkExtendedEdge[] {
  const edges = new Map<string, ElkExtendedEdge>();
  for (const { from, port, to } of flow.edges) {
    const isEntry = port === SCOPE_PORT && nodes.get(to)?.scope === from;
    const target = isEntry ? BODY_PREFIX + from : portId(to, '');
    const key = `${from} ${port} ${target}`;
    edges.set(key, { id: key, sources: [portId(from, port)], targets: [target] });
  }
  return [...edges.values()];
}

/** Where a box lies now, for a layout that keeps the order of things. */
function corner(box: string, flow: Flow, places: Places): Partial<Position> {
  const group = groupsOf(flow).find(({ id }) => GROUP_PREFIX + id === box);
  const inside = group
    ? membersOf(flow, group)
    : flow.nodes.filter(({ scope }) => BODY_PREFIX + scope === box).map(({ id }) => id);
  const known = inside.flatMap((id) => places[id] ?? []);
  if (known.length === 0) return {};
  return { x: Math.min(...known.map(({ x }) => x)), y: Math.min(...known.map(({ y }) => y)) };
}

/** Where the steps lie in what ELK answers, boxes within boxes taken together. */
export function placesIn(laidOut: ElkNode): Places {
  const places: Record<string, Position> = {};
  const walk = ({ children = [] }: ElkNode, at: Position) => {
    for (const child of children) {
      const place = { x: at.x + (child.x ?? 0), y: at.y + (child.y ?? 0) };
      if (child.children !== undefined && child.children.length > 0) walk(child, place);
      else places[child.id] = place;
    }
  };
  walk(laidOut, { x: 0, y: 0 });
  return places;
}

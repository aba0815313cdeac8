import { ERROR_PORT, type FlowNode, UNDO_PORT } from '@lockstep/schema/graph';
import { type NodeDefinition, portsOf } from '@lockstep/schema/node';

/** All lengths in canvas units: CSS pixels at zoom 1. */
export const CARD_WIDTH = 232;
export const HEADER_HEIGHT = 60;
export const CHIPS_HEIGHT = 26;
export const PORT_ROW_HEIGHT = 22;
const PORTS_PADDING = 8;
/** From one column of steps to the next, and from lane to lane. */
export const COLUMN_STEP = 280;
export const LANE_STEP = 160;

/** From this zoom on a card has all it can say; below, only its title and state; below the second, it is a block. */
export const FULL_FROM = 0.6;
export const TITLE_FROM = 0.3;

/** `design`: chips on the card; `run`: a status line in their place. */
export type CanvasMode = 'design' | 'run' | 'view';

export interface PortPlace {
  readonly port: string;
  /** Middle of the port, from the card's upper edge. */
  readonly y: number;
  readonly labelled: boolean;
}

/** Where everything on a card lies. Computed, not measured: cards outside the view have edges too. */
export interface CardGeometry {
  readonly width: number;
  readonly height: number;
  readonly hasInput: boolean;
  readonly inputY: number;
  readonly ports: readonly PortPlace[];
  /** From the card's left edge; the port sits on the lower edge. */
  readonly errorX: number | undefined;
  /** Likewise, of the port its undo step hangs from. */
  readonly undoX: number | undefined;
  readonly hasChips: boolean;
}

/** Ports on the lower edge: what leaves there is not the way a good message takes. */
export function isLowPort(port: string | null | undefined): boolean {
  return port === ERROR_PORT || port === UNDO_PORT;
}

/**
 * Ports of a node from top to bottom: those its settings name first, so that what is left over comes last. For a type this
 * designer does not know, those its edges leave from.
 */
export function drawnPorts(
  node: FlowNode,
  definition: NodeDefinition | undefined,
  used: readonly string[],
): readonly string[] {
  if (definition === undefined) return [...new Set(used)];
  return [...new Set([...(definition.dynamicPorts?.(node.params) ?? []), ...portsOf(definition, node.params)])];
}

export function cardGeometry(options: {
  readonly ports: readonly string[];
  readonly isTrigger: boolean;
  readonly hasChips: boolean;
}): CardGeometry {
  const ports = options.ports.filter((port) => !isLowPort(port));
  const [only] = ports;
  const rows = ports.length > 1 || (only !== undefined && only !== 'out');
  const top = HEADER_HEIGHT + (options.hasChips ? CHIPS_HEIGHT : 0);
  const places = ports.map((port, index): PortPlace => {
    if (!rows) return { port, y: HEADER_HEIGHT / 2, labelled: false };
    return { port, y: top + PORT_ROW_HEIGHT * (index + 0.5), labelled: true };
  });
  return {
    width: CARD_WIDTH,
    height: top + (rows ? PORT_ROW_HEIGHT * ports.length + PORTS_PADDING : 0),
    hasInput: !options.isTrigger,
    inputY: HEADER_HEIGHT / 2,
    ports: places,
    errorX: options.ports.includes(ERROR_PORT) ? CARD_WIDTH / 2 : undefined,
    undoX: options.ports.includes(UNDO_PORT) ? CARD_WIDTH / 4 : undefined,
    hasChips: options.hasChips,
  };
}

import type { Position } from '@lockstep/schema/graph';

/** What only the drawn canvas can do. Places of the screen in, places of the drawing out. */
export interface CanvasPort {
  readonly toFlow: (screen: Position) => Position;
  readonly toScreen: (place: Position) => Position;
  /** Middle of the visible canvas, in screen places. */
  readonly middle: () => Position;
  /** Where the pointer last was over the canvas; `undefined` when it is elsewhere. */
  readonly pointer: () => Position | undefined;
  /** Moves the view so that a step is seen, when it is not. */
  readonly reveal: (node: string) => void;
  readonly fit: (nodes?: readonly string[]) => void;
  /** Shows the whole document as it is laid out, also while its cards are still on their way there. */
  readonly fitDocument: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly actualSize: () => void;
  /** Puts the keyboard focus on a step's card. */
  readonly focus: (node: string) => void;
}

import type { FlowGroup, FlowNode, LayoutColour } from '@lockstep/schema/graph';
import type { NodeDefinition } from '@lockstep/schema/node';
import type { Node } from '@xyflow/react';
import type { Chip } from './chips.ts';
import type { CanvasMode, CardGeometry } from './geometry.ts';

export interface StepData extends Record<string, unknown> {
  readonly node: FlowNode;
  readonly definition: NodeDefinition | undefined;
  readonly geometry: CardGeometry;
  readonly chips: readonly Chip[];
  readonly summary: string;
  readonly mode: CanvasMode;
  readonly editable: boolean;
  /** Its undo port leads to a step. */
  readonly undoDrawn: boolean;
  /** Ports from which a good message goes nowhere yet. */
  readonly openPorts: readonly string[];
}
export interface NoteData extends Record<string, unknown> {
  readonly text: string;
  readonly colour: LayoutColour;
  readonly editable: boolean;
}
export interface FrameData extends Record<string, unknown> {
  readonly scope: FlowNode;
  readonly definition: NodeDefinition | undefined;
  readonly isEmpty: boolean;
  /** `3 steps`: what is folded away in it; `undefined` while its body is drawn. */
  readonly folded: string | undefined;
  readonly editable: boolean;
  /** A step that is being dragged would become part of the body. */
  readonly isTarget: boolean;
}
export interface GroupData extends Record<string, unknown> {
  readonly group: FlowGroup;
  /** Steps in it, bodies included. */
  readonly count: number;
  readonly editable: boolean;
  /** All of its steps are selected. */
  readonly isSelected: boolean;
}
export type GroupCanvasNode = Node<GroupData, 'cluster'>;
export type FrameCanvasNode = Node<FrameData, 'frame'>;
export type StepCanvasNode = Node<StepData, 'step'>;
export type NoteCanvasNode = Node<NoteData, 'note'>;
export type CanvasNode = StepCanvasNode | NoteCanvasNode | FrameCanvasNode | GroupCanvasNode;

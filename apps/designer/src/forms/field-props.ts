import type { Json } from '@lockstep/schema/run';
import type { ReactNode } from 'react';
import type { FieldModel } from './field-model.ts';

export interface FieldViewProps {
  readonly field: FieldModel;
  readonly pointer: string;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined, pointer: string) => void;
  /** In a list the item's own label says enough. */
  readonly compact?: boolean;
}

/** Draws a field inside another; handed down, because a field may hold fields. */
export type RenderField = (props: FieldViewProps & { readonly key?: string }) => ReactNode;

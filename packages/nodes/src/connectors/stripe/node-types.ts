import type { NodeDefinition } from '@lockstep/schema/node';
import { authorizePayment } from './authorize/definition.ts';
import { cancelPayment } from './cancel/definition.ts';
import { capturePayment } from './capture/definition.ts';
import { refundPayment } from './refund/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [authorizePayment, capturePayment, refundPayment, cancelPayment];

import type { NodeDefinition } from '@lockstep/schema/node';
import { allocate } from './allocate/definition.ts';
import { cancelShipment } from './cancel-shipment/definition.ts';
import { releaseShipment } from './release-shipment/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [allocate, releaseShipment, cancelShipment];

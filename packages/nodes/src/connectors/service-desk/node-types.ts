import type { NodeDefinition } from '@lockstep/schema/node';
import { settleTicket } from './settle-ticket/definition.ts';
import { tellTicket } from './tell-ticket/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [tellTicket, settleTicket];

import type { NodeDefinition } from '@lockstep/schema/node';
import { sendMail } from './send-mail/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [sendMail];

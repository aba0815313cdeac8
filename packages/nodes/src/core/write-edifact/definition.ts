import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { writeEncoding } from '../../formats/edi/edifact/content.ts';
import { writingParams } from '../../formats/edi/kit/params.ts';

const partner = (label: string, placeholder: string) =>
  z.string().max(35).default('').describe('Empty: the message says it.').meta({ label, placeholder });
const qualifier = (label: string) =>
  z
    .string()
    .max(4)
    .default('')
    .describe('14: GLN. 1: D-U-N-S. ZZZ: mutually defined. Empty: the message says it, or none.')
    .meta({ label, placeholder: '14' });

/** Writes messages as EDIFACT, with envelopes, counts and references. */
export const writeEdifactNode = defineNode({
  type: 'write-edifact',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    document: Json.optional()
      .describe('What Parse EDIFACT gives, a list of messages { type, data }, or one. Empty: the message.')
      .meta({ editor: 'json', label: 'Document', placeholder: "={ type: 'ORDERS', data: input }" }),
    message: z
      .enum(['from-message', 'ORDERS', 'ORDRSP', 'DESADV', 'INVOIC', 'INVRPT'])
      .default('from-message')
      .describe('When chosen, the document is the fields of this message type, or a list of them.')
      .meta({ label: 'Message type', fixed: true }),
    sender: partner('Sender', '4012345000009'),
    senderQualifier: qualifier('Sender qualifier'),
    receiver: partner('Receiver', '5400110000009'),
    receiverQualifier: qualifier('Receiver qualifier'),
    controlNumber: z
      .union([z.int().min(1), z.string().regex(/^[A-Za-z0-9._-]{0,14}$/, 'Use 1 to 14 letters and digits.')])
      .default('')
      .describe(
        'Number of the interchange, which counts up for each receiver; the version a Keep value step gives does. Empty: the message says it.',
      )
      .meta({ editor: 'text', label: 'Control number', placeholder: '=steps.number.version' }),
    syntax: z
      .enum(['from-message', 'UNOA', 'UNOB', 'UNOC', 'UNOD', 'UNOE', 'UNOF', 'UNOK', 'UNOY'])
      .default('from-message')
      .describe(
        'Character set. UNOA: capitals. UNOB: ASCII. UNOC: Western European. UNOY: Unicode. Else that of the message, else UNOC.',
      )
      .meta({ label: 'Character set', fixed: true }),
    syntaxVersion: z
      .enum(['from-message', '3', '4'])
      .default('from-message')
      .describe('Else that of the message, else 3.')
      .meta({ label: 'Syntax version', fixed: true }),
    directory: z
      .string()
      .regex(/^\d{2}[A-D]$/, 'Use a directory, for example 96A.')
      .default('96A')
      .describe('Of messages that name none.')
      .meta({ label: 'Directory', placeholder: '01B', fixed: true }),
    association: z
      .string()
      .max(6)
      .default('')
      .describe('Subset of messages that name none.')
      .meta({ label: 'Subset', placeholder: 'EAN010', fixed: true }),
    application: z
      .string()
      .max(14)
      .default('')
      .describe('Application reference in UNB.')
      .meta({ label: 'Application', placeholder: 'ORDERS' }),
    acknowledgement: z
      .enum(['from-message', 'yes', 'no'])
      .default('from-message')
      .describe('Asks the receiver for CONTRL.')
      .meta({ label: 'Ask for CONTRL', fixed: true }),
    test: z
      .enum(['from-message', 'yes', 'no'])
      .default('from-message')
      .describe('Marks the interchange as a test.')
      .meta({ label: 'Test', fixed: true }),
    decimal: z
      .enum(['point', 'comma'])
      .default('point')
      .describe('Decimal mark; a comma is told in UNA.')
      .meta({ label: 'Decimal mark', fixed: true }),
    una: z
      .enum(['always', 'as-needed'])
      .default('always')
      .describe('Whether UNA names the separators also when they are the usual ones.')
      .meta({ label: 'UNA', fixed: true }),
    ...writingParams,
    encoding: writeEncoding,
  }),
  input: Json,
  outputs: { out: z.string().describe('The interchange: text, or Base64 when an encoding is chosen.') },
  ui: {
    label: 'Write EDIFACT',
    group: 'Formats',
    icon: 'file-output',
    summary: 'Message {message}, to {receiver}',
    description:
      'Writes named fields, or raw segments, as an EDIFACT interchange with its envelopes, counts and references.',
  },
});

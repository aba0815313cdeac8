import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { separatorParam, writingParams } from '../../formats/edi/kit/params.ts';
import { writeEncoding } from '../../formats/kit/content-params.ts';

const partner = (label: string, help: string, placeholder: string) =>
  z.string().max(15).default('').describe(help).meta({ label, placeholder });
const qualifier = (label: string) =>
  z
    .string()
    .max(2)
    .default('')
    .describe('ZZ: mutually defined. 01: D-U-N-S. 08: UCC. 12: telephone number. Empty: the message, else ZZ.')
    .meta({ label, placeholder: 'ZZ' });

/** Writes transactions as X12, with envelopes, counts and control numbers. */
export const writeX12Node = defineNode({
  type: 'write-x12',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    document: Json.optional()
      .describe('What Parse X12 gives, a list of transactions { set, data }, or one. Empty: the message.')
      .meta({ editor: 'json', label: 'Document', placeholder: "={ set: '850', data: input }" }),
    set: z
      .enum(['from-message', '850', '855', '856', '810', '846', '940', '945'])
      .default('from-message')
      .describe('When chosen, the document is the fields of this set, or a list of them.')
      .meta({ label: 'Transaction set', fixed: true }),
    senderQualifier: qualifier('Sender qualifier'),
    sender: partner('Sender', 'Empty: the message says it.', 'OURCOMPANY'),
    receiverQualifier: qualifier('Receiver qualifier'),
    receiver: partner('Receiver', 'Empty: the message says it.', 'SUPPLIER'),
    groupSender: partner('Sender of the group', 'Empty: that of the interchange.', 'OURDEPT'),
    groupReceiver: partner('Receiver of the group', 'Empty: that of the interchange.', 'THEIRDEPT'),
    controlNumber: z
      .union([z.int().min(1).max(999_999_999), z.string().regex(/^\d{0,9}$/, 'Use 1 to 9 digits.')])
      .default('')
      .describe(
        'Number of the interchange, which counts up for each receiver; the version a Keep value step gives does. Empty: the message says it.',
      )
      .meta({ editor: 'text', label: 'Control number', placeholder: '=steps.number.version' }),
    version: z
      .enum(['from-message', '004010', '005010'])
      .default('from-message')
      .describe('Release of the standard. Else that of the message, else 004010.')
      .meta({ label: 'Release', fixed: true }),
    usage: z
      .enum(['from-message', 'P', 'T'])
      .default('from-message')
      .describe('P for production, T for test. Else that of the message, else P.')
      .meta({ label: 'Usage', fixed: true }),
    acknowledgement: z
      .enum(['from-message', 'yes', 'no'])
      .default('from-message')
      .describe('Asks the receiver for a TA1.')
      .meta({ label: 'Ask for a TA1', fixed: true }),
    elementSeparator: separatorParam('Element separator', '*', 'Between elements.'),
    componentSeparator: separatorParam('Component separator', '>', 'Between the components of an element.'),
    repetitionSeparator: separatorParam('Repetition separator', '^', 'From release 00402 on.'),
    segmentTerminator: separatorParam('Segment terminator', '~', 'Behind each segment.'),
    separatorsInText: z
      .enum(['fail', 'blank'])
      .default('fail')
      .describe('X12 cannot escape a separator in a text: refuse it, or write a blank instead.')
      .meta({ label: 'Separators in texts', fixed: true }),
    ...writingParams,
    encoding: writeEncoding,
  }),
  input: Json,
  outputs: { out: z.string().describe('The interchange: text, or Base64 when an encoding is chosen.') },
  ui: {
    label: 'Write X12',
    group: 'Formats',
    icon: 'file-output',
    summary: 'Set {set}, to {receiver}',
    description:
      'Writes named fields, or raw segments, as an X12 interchange with its envelopes, counts and control numbers.',
  },
});

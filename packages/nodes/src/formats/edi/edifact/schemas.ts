import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { EdiIssue } from '../kit/params.ts';

const Status = z.enum(['accepted', 'accepted-with-errors', 'rejected']);

const Interchange = z.object({
  key: z.string().describe('Sender, receiver and control number: the same for a repetition, and for nothing else.'),
  isRepeated: z.boolean().describe('One with the same key stands before it in the same text.'),
  controlNumber: z.string(),
  syntax: z.string().describe('Character set: UNOA, UNOC.'),
  syntaxVersion: z.string(),
  sender: z.string(),
  senderQualifier: z.string(),
  senderInternal: z.string(),
  receiver: z.string(),
  receiverQualifier: z.string(),
  receiverInternal: z.string(),
  date: z.string(),
  time: z.string(),
  application: z.string(),
  priority: z.string(),
  acknowledgementRequested: z.boolean(),
  agreement: z.string(),
  isTest: z.boolean(),
  separators: z.object({
    element: z.string(),
    component: z.string(),
    repetition: z.string(),
    segment: z.string(),
    release: z.string(),
    decimalMark: z.enum(['.', ',']),
  }),
  hasUna: z.boolean(),
  groups: z.array(
    z.object({
      type: z.string(),
      sender: z.string(),
      senderQualifier: z.string(),
      receiver: z.string(),
      receiverQualifier: z.string(),
      date: z.string(),
      time: z.string(),
      controlNumber: z.string(),
      agency: z.string(),
      version: z.string(),
      release: z.string(),
      association: z.string(),
    }),
  ),
});

const Message = z.object({
  interchange: z.int().describe('Place of its interchange, from 0.'),
  group: z.int().nullable().describe('Place of its group in the interchange, from 0; null without groups.'),
  type: z.string().describe('ORDRSP'),
  name: z.string(),
  version: z.string(),
  release: z.string().describe('96A'),
  agency: z.string(),
  association: z.string().describe('EAN008'),
  reference: z.string(),
  accessReference: z.string(),
  status: Status,
  data: Json.describe('Fields by name; null for a type whose fields are not known.'),
  segments: z.array(Json).describe("Raw segments: ['NAD', 'BY', ['5400110000009', '', '9']]."),
});

const SegmentReceipt = z.object({
  position: z.int(),
  code: z.string().optional(),
  elements: z.array(z.object({ element: z.int(), component: z.int().optional(), code: z.string() })),
});

/** What came in and what became of it: what an acknowledgement is made of. */
export const Receipt = z.object({
  controlNumber: z.string(),
  syntax: z.string(),
  syntaxVersion: z.string(),
  sender: z.string(),
  senderQualifier: z.string(),
  receiver: z.string(),
  receiverQualifier: z.string(),
  acknowledgementRequested: z.boolean(),
  isTest: z.boolean(),
  status: Status,
  code: z.string().optional(),
  groups: z.array(
    z.object({
      controlNumber: z.string(),
      sender: z.string(),
      senderQualifier: z.string(),
      receiver: z.string(),
      receiverQualifier: z.string(),
      status: Status,
      code: z.string().optional(),
    }),
  ),
  messages: z.array(
    z.object({
      type: z.string(),
      version: z.string(),
      release: z.string(),
      agency: z.string(),
      association: z.string(),
      reference: z.string(),
      group: z.string(),
      status: Status,
      code: z.string().optional(),
      segments: z.array(SegmentReceipt),
    }),
  ),
});

const Acknowledged = z.object({
  about: z.enum(['interchange', 'group', 'message']),
  controlNumber: z.string().describe('The one we gave it.'),
  interchange: z.string().describe('Control number of the interchange it was in.'),
  type: z.string().optional(),
  status: z.enum(['accepted', 'rejected']),
  reasons: z.array(z.string()),
});

const common = {
  interchanges: z.array(Interchange),
  acknowledged: z.array(Acknowledged).describe('What acknowledgements in it say of messages we sent.'),
  receipts: z.array(Receipt).describe('What an acknowledgement is made of.'),
  issues: z.array(EdiIssue).describe('The first 100.'),
  issueCount: z.int(),
  warnings: z.array(EdiIssue).describe('What was forgiven, the first 100.'),
  warningCount: z.int(),
};

export const EdifactOut = z.object({ ...common, messages: z.array(Message) });

export const EdifactRejected = z.object({ message: z.string(), ...common });

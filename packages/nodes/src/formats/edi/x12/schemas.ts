import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { EdiIssue } from '../kit/params.ts';

const Status = z.enum(['accepted', 'accepted-with-errors', 'rejected']);
const GroupStatus = z.enum(['accepted', 'accepted-with-errors', 'partly-accepted', 'rejected']);
const separators = z.object({
  element: z.string(),
  component: z.string(),
  repetition: z.string(),
  segment: z.string(),
});

const Interchange = z.object({
  key: z.string().describe('Sender, receiver and control number: the same for a repetition, and for nothing else.'),
  isRepeated: z.boolean().describe('One with the same key stands before it in the same text.'),
  controlNumber: z.string(),
  senderQualifier: z.string(),
  sender: z.string(),
  receiverQualifier: z.string(),
  receiver: z.string(),
  date: z.string(),
  time: z.string(),
  version: z.string(),
  usage: z.string().describe('P for production, T for test.'),
  acknowledgementRequested: z.boolean(),
  authorizationQualifier: z.string(),
  authorization: z.string(),
  securityQualifier: z.string(),
  security: z.string(),
  separators,
  groups: z.array(
    z.object({
      functionalId: z.string(),
      sender: z.string(),
      receiver: z.string(),
      date: z.string(),
      time: z.string(),
      controlNumber: z.string(),
      agency: z.string(),
      version: z.string(),
    }),
  ),
});

const Transaction = z.object({
  interchange: z.int().describe('Place of its interchange, from 0.'),
  group: z.int().describe('Place of its group in the interchange, from 0.'),
  set: z.string().describe('855'),
  name: z.string(),
  controlNumber: z.string(),
  implementation: z.string().optional(),
  status: Status,
  data: Json.describe('Fields by name; null for a set whose fields are not known.'),
  segments: z.array(Json).describe("Raw segments: ['N1', 'ST', 'Shop']."),
});

const TransactionReceipt = z.object({
  set: z.string(),
  controlNumber: z.string(),
  implementation: z.string().optional(),
  status: Status,
  codes: z.array(z.string()),
  segments: z.array(
    z.object({
      segment: z.string(),
      position: z.int(),
      code: z.string().optional(),
      elements: z.array(
        z.object({ element: z.int(), component: z.int().optional(), code: z.string(), value: z.string().optional() }),
      ),
    }),
  ),
});

/** What came in and what became of it: what an acknowledgement is made of. */
export const Receipt = z.object({
  controlNumber: z.string(),
  senderQualifier: z.string(),
  sender: z.string(),
  receiverQualifier: z.string(),
  receiver: z.string(),
  date: z.string(),
  time: z.string(),
  version: z.string(),
  usage: z.string(),
  acknowledgementRequested: z.boolean(),
  status: Status,
  code: z.string(),
  groups: z.array(
    z.object({
      functionalId: z.string(),
      controlNumber: z.string(),
      version: z.string(),
      sender: z.string(),
      receiver: z.string(),
      status: GroupStatus,
      codes: z.array(z.string()),
      stated: z.int(),
      transactions: z.array(TransactionReceipt),
    }),
  ),
});

const Acknowledged = z.object({
  about: z.enum(['interchange', 'group', 'transaction']),
  controlNumber: z.string().describe('The one we gave it.'),
  functionalId: z.string().optional(),
  groupControlNumber: z.string().optional(),
  set: z.string().optional(),
  status: GroupStatus,
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

export const X12Out = z.object({
  ...common,
  transactions: z.array(Transaction),
  technical: z.array(z.object({ interchange: z.int(), data: Json })).describe('TA1 segments.'),
});

export const X12Rejected = z.object({ message: z.string(), ...common });

export const AcknowledgementStatus = GroupStatus;

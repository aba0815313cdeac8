import type { FlowEdge, FlowNode } from '@lockstep/schema/graph';

/** What one partner's files need to be read: where they lie, where our answers go, and what they mean. */
export interface X12Files {
  /** What the partner is called in its interchanges. */
  readonly partner: string;
  /** Folder its files come into, and the one ours go to. */
  readonly from: string;
  readonly to: string;
  /** A script that makes facts of what was read: `{ topic, key, id, payload }`. */
  readonly facts: string;
}

/** A way from a file to its end: it is answered before anything is made of it. */
export const ANSWERED = ['parse', 'known', 'number', 'acknowledge', 'reply', 'good'];

/** Numbers of what we send, one sequence for each partner. */
export const nextNumber = (id: string, name: string, key: string, value: string): FlowNode => ({
  id,
  type: 'keep-value',
  version: 1,
  name,
  params: { collection: 'x12/sent', key, value, when: 'always' },
  policy: {},
});

/** Reads the files of a partner: each is acknowledged with a 997, and each fact in it told once. */
export function x12FileNodes({ partner, from, to, facts }: X12Files): readonly FlowNode[] {
  return [
    {
      id: 'file',
      type: 'sftp.on-file',
      version: 1,
      name: 'A file comes',
      params: {
        connection: 'sftp',
        folder: from,
        names: '*.x12',
        finished: 'stable',
        everySeconds: 5,
        after: 'archive',
        archive: `${from}/archive`,
      },
      policy: {},
    },
    {
      id: 'parse',
      type: 'parse-x12',
      version: 1,
      name: 'Read it',
      params: { content: '=input.content', set: 'any', mode: 'strict', onIssue: 'skip', raw: 'unknown' },
      policy: {},
    },
    {
      id: 'known',
      type: 'filter',
      version: 1,
      name: 'Is it from our partner?',
      params: {
        when: `=(steps.parse.interchanges ?? []).every((each) => each.sender === '${partner}')`,
        // Nobody to answer: a 997 would go to who did not send it.
        reason: `='It is from ' + steps.parse.interchanges.map((each) => each.sender).join(', ') + ', not from ${partner}.'`,
      },
      policy: {},
    },
    nextNumber(
      'number',
      'Next number for this partner',
      `=steps.parse.interchanges[0]?.sender || '${partner}'`,
      "=steps.parse.interchanges[0]?.controlNumber ?? ''",
    ),
    {
      id: 'acknowledge',
      type: 'acknowledge-x12',
      version: 1,
      name: 'Write the 997',
      params: { document: '=steps.parse', kind: 'as-needed', controlNumber: '=input.version' },
      policy: {},
    },
    {
      id: 'reply',
      type: 'sftp.write-file',
      version: 1,
      name: 'Put the 997 there',
      params: { connection: 'sftp', path: `='${to}/997-' + input.controlNumber + '.x12'`, content: '=input.text' },
      policy: {},
    },
    {
      id: 'good',
      type: 'filter',
      version: 1,
      name: 'Is anything good in it?',
      params: {
        when: '=(steps.parse.transactions ?? []).length + (steps.parse.acknowledged ?? []).length > 0',
        reason: "='Refused: ' + (steps.parse.issues[0]?.message ?? 'nothing in it could be read.')",
      },
      policy: {},
    },
    {
      id: 'once',
      type: 'keep-value',
      version: 1,
      name: 'Was it here before?',
      params: {
        collection: 'x12/received',
        key: '=steps.parse.interchanges[0].key',
        value: '={ file: steps.file.name, controlNumber: steps.parse.interchanges[0].controlNumber }',
        when: 'unchanged',
        version: 0,
      },
      policy: {},
    },
    { id: 'facts', type: 'map', version: 1, name: 'What it says', params: { script: facts }, policy: {} },
    {
      id: 'each',
      type: 'for-each',
      version: 1,
      name: 'Each fact',
      params: { items: '=input.facts', onError: 'collect' },
      policy: {},
    },
    {
      id: 'tell',
      type: 'send-event',
      version: 1,
      name: 'Tell it',
      scope: 'each',
      params: { topic: '=input.topic', key: '=input.key', eventId: '=input.id', payload: '=input.payload' },
      policy: {},
    },
    {
      id: 'done',
      type: 'log',
      version: 1,
      name: 'Told',
      params: { level: 'info', message: "=input.items + ' facts of ' + steps.file.name + ' told'" },
      policy: {},
    },
    {
      id: 'again',
      type: 'log',
      version: 1,
      name: 'It was here before',
      params: {
        level: 'info',
        message: "=steps.file.name + ' came before: acknowledged again, told once.'",
      },
      policy: {},
    },
    {
      id: 'refused',
      type: 'fail',
      version: 1,
      name: 'Refused',
      params: { kind: 'refused', code: 'x12-refused', message: '=input.reason', details: '=steps.parse.issues' },
      policy: {},
    },
  ];
}

export const x12FileEdges: readonly FlowEdge[] = [
  { from: 'file', port: 'out', to: 'parse' },
  { from: 'parse', port: 'out', to: 'known' },
  { from: 'parse', port: 'rejected', to: 'known' },
  { from: 'known', port: 'pass', to: 'number' },
  { from: 'known', port: 'rejected', to: 'refused' },
  { from: 'number', port: 'kept', to: 'acknowledge' },
  { from: 'acknowledge', port: 'out', to: 'reply' },
  { from: 'acknowledge', port: 'nothing', to: 'good' },
  { from: 'reply', port: 'out', to: 'good' },
  { from: 'good', port: 'pass', to: 'once' },
  { from: 'good', port: 'rejected', to: 'refused' },
  { from: 'once', port: 'kept', to: 'facts' },
  { from: 'once', port: 'stale', to: 'again' },
  { from: 'facts', port: 'out', to: 'each' },
  { from: 'each', port: 'each', to: 'tell' },
  { from: 'each', port: 'done', to: 'done' },
];

/** A file as the trigger tells it. */
export function fileWith(name: string, content: string) {
  const size = content.length;
  return {
    path: `archive/20261127T090000Z-00000000-${name}`,
    name,
    size,
    modifiedAt: '2026-11-27T09:00:00.000Z',
    pickedUpFrom: name,
    sha256: '0'.repeat(64),
    content,
  };
}

/** What the server says to a file we put there. */
export const PUT = {
  port: 'out',
  value: { path: 'x', name: 'x', size: 1, modifiedAt: '2026-11-27T09:00:00.000Z', outcome: 'written' },
} as const;

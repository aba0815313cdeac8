import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { step } from '../order-to-cash/step.ts';
import { STOCK_TOPIC } from '../stock/stock-change.ts';
import { toInventory } from './to-inventory.ts';

/** As the batch job of the tills writes it: semicolons, decimal commas, a row of totals at the end. */
const STORE_FILE = [
  'Filiale;Artikelnr;Bezeichnung;Bestand;Reserviert;Stand',
  'Köln-1;00042;"Becher; blau";12,0;2,0;27.11.2026 02:15',
  'Köln-1;;Lampe;1,0;;27.11.2026 02:15',
  'Bremen-2;00042;Becher;5,0;;gestern',
  'Summe;;;18,0;;',
].join('\r\n');

const file = (content: string | null, sha256 = 'a'.repeat(64)) => ({
  ...{ path: 'stores/archive/20261127T023000Z-aaaaaaaa-stock.csv', name: 'stock.csv', size: 300 },
  ...{ modifiedAt: '2026-11-27T02:30:00.000Z', pickedUpFrom: 'stores/out/stock.csv', sha256, content },
  ...(content === null && { problem: 'The file is not in the encoding.' }),
});
const KEPT = { port: 'kept', value: { key: 'a', value: null, version: 1 } } as const;
const STARTED = { port: 'out', value: { runId: 'r', flowId: 'file-rows-left', version: 1 } } as const;

/** The batch job stays as it is; what it writes at night becomes an event a row, which everything that listens to stock takes (R16). */
export const storeStockFile: Flow = {
  format: FLOW_FORMAT,
  id: 'store-stock-file',
  name: 'Stock of the stores (nightly CSV)',
  nodes: [
    step(['file', 'sftp.on-file', 'The file of the night'], {
      connection: 'sftp',
      folder: 'stores/out',
      names: '*.csv',
      finished: 'stable',
      everySeconds: 30,
      after: 'archive',
      archive: 'stores/archive',
      contentKb: 8192,
      encoding: 'windows-1252',
    }),
    step(['readable', 'switch', 'Can it be read?'], { cases: [{ name: 'yes', when: '=input.content !== null' }] }),
    step(['once', 'keep-value', 'Was it here before?'], {
      collection: 'store-files',
      key: '=input.sha256',
      value: '={ file: input.name, modifiedAt: input.modifiedAt }',
      when: 'unchanged',
      version: 0,
    }),
    step(['parse', 'parse-csv', 'Its rows'], {
      content: '=steps.file.content',
      delimiter: 'semicolon',
      header: 'first-row',
      numbers: [
        { column: 'Bestand', as: 'number' },
        { column: 'Reserviert', as: 'number' },
      ],
      decimal: 'comma',
      trim: true,
      onIssue: 'skip',
    }),
    step(['rows', 'map', 'As everybody knows stock'], { script: toInventory }),
    step(['each', 'for-each', 'Each good row'], { items: '=input.good', parallelism: 8, onError: 'collect' }),
    step(['check', 'check-contract', 'Is it complete?'], { contract: 'inventory@1' }, { scope: 'each' }),
    step(
      ['tell', 'send-event', 'Tell it'],
      {
        topic: STOCK_TOPIC,
        key: "=input.sku + '@' + input.location",
        // What a row says is told once, in whatever file it stands.
        eventId: "=['store', input.location, input.sku, input.asOf, input.onHand, input.reserved].join('/')",
      },
      { scope: 'each' },
    ),
    step(
      ['wrong', 'fail', 'It is not'],
      { code: 'row-incomplete', message: "=(input.issues[0].path || 'It') + ' ' + input.issues[0].message" },
      { scope: 'each' },
    ),
    step(['left', 'set-fields', 'Rows that were left out'], {
      mode: 'only',
      fields: [
        {
          path: 'rows',
          value:
            '=[...steps.rows.bad, ...input.failures.map(({ index, error }) => ({ row: steps.rows.good[index], reason: error.message }))]',
        },
      ],
    }),
    step(['any', 'switch', 'Are there any?'], { cases: [{ name: 'some', when: '=input.rows.length > 0' }] }),
    step(['person', 'call-flow', 'For a person'], {
      flow: 'file-rows-left',
      mode: 'start',
      message: '={ file: steps.file.name, path: steps.file.path, rows: input.rows }',
      businessKey: '=steps.file.name',
    }),
    step(['told', 'log', 'Told'], {
      level: 'info',
      message:
        "=steps.rows.good.length + ' rows of ' + steps.file.name + ' told, ' + steps.left.rows.length + ' left out.'",
    }),
    step(['again', 'log', 'It was here before'], {
      level: 'info',
      message:
        "=steps.file.name + ' says what ' + (input.value?.file ?? 'another file') + ' said: nothing is told anew.'",
    }),
    step(['unreadable', 'fail', 'It cannot be read'], {
      code: 'file-unreadable',
      message:
        "=steps.file.name + ': ' + (steps.file.problem ?? (input.message === undefined ? 'it is too large for a message.' : input.message))",
      details: '=input.issues ?? []',
    }),
  ],
  edges: [
    { from: 'file', port: 'out', to: 'readable' },
    { from: 'readable', port: 'yes', to: 'once' },
    { from: 'readable', port: 'otherwise', to: 'unreadable' },
    { from: 'once', port: 'kept', to: 'parse' },
    { from: 'once', port: 'stale', to: 'again' },
    { from: 'parse', port: 'out', to: 'rows' },
    { from: 'parse', port: 'rejected', to: 'unreadable' },
    { from: 'rows', port: 'out', to: 'each' },
    { from: 'each', port: 'each', to: 'check' },
    { from: 'check', port: 'valid', to: 'tell' },
    { from: 'check', port: 'invalid', to: 'wrong' },
    { from: 'each', port: 'done', to: 'left' },
    { from: 'left', port: 'out', to: 'any' },
    { from: 'any', port: 'some', to: 'person' },
    { from: 'any', port: 'otherwise', to: 'told' },
    { from: 'person', port: 'out', to: 'told' },
  ],
  layout: {
    nodes: layOut([
      ['file', 'readable', 'once', 'parse', 'rows', 'each', 'left', 'any', 'person', 'told'],
      ['', '', '', 'again', 'unreadable', '', 'check', 'tell'],
      ['', '', '', '', '', '', '', 'wrong'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Takes the CSV that the old batch job of the stores writes at night, as it is, and tells each row on the topic "inventory.changed" once. Rows that make no sense are an exception of their own; the file goes to the archive.',
    owner: 'Stores',
  },
  tests: [
    {
      id: 'night',
      name: 'A good row, one without an article, one without a day, and the totals',
      node: 'file',
      message: file(STORE_FILE),
      replies: { once: [KEPT], person: [STARTED] },
      expect: {
        path: ['readable', 'once', 'parse', 'rows', 'each', 'left', 'any', 'person', 'told'],
        outputs: {
          left: {
            rows: [
              { line: 3, reason: 'Artikelnr is empty.' },
              { line: 4, reason: 'Stand "gestern" is no day and time such as 27.11.2026 02:15.' },
            ],
          },
        },
        published: [
          {
            topic: STOCK_TOPIC,
            key: '00042@Köln-1',
            payload: {
              ...{ sku: '00042', location: 'Köln-1', available: 10, onHand: 12, reserved: 2 },
              asOf: '2026-11-27T01:15:00.000Z',
            },
          },
        ],
      },
    },
    {
      id: 'sum',
      name: 'The totals say that a row is missing',
      node: 'file',
      message: file(
        [
          'Filiale;Artikelnr;Bezeichnung;Bestand;Reserviert;Stand',
          'Köln-1;00042;Becher;12,0;2,0;29.03.2027 02:15',
          'Summe;;;15,0;;',
        ].join('\n'),
      ),
      replies: { once: [KEPT], person: [STARTED] },
      expect: {
        outputs: { left: { rows: [{ line: 3, reason: 'The totals say 15, the rows come to 12.' }] } },
        published: [{ topic: STOCK_TOPIC, payload: { asOf: '2027-03-29T00:15:00.000Z' } }],
      },
    },
    {
      id: 'again',
      name: 'The same file once more',
      node: 'file',
      message: file(STORE_FILE),
      replies: { once: [{ port: 'stale', value: { key: 'a', value: { file: 'stock.csv' }, version: 1 } }] },
      expect: { path: ['readable', 'once', 'again'], published: [] },
    },
    {
      id: 'unreadable',
      name: 'A file in no encoding that was agreed',
      node: 'file',
      message: file(null),
      expect: { status: 'exception', published: [], exception: { code: 'file-unreadable' } },
    },
  ],
};

/** Puts rows of a file before a person: one exception for a file, with all its rows. */
export const fileRowsLeft: Flow = {
  format: FLOW_FORMAT,
  id: 'file-rows-left',
  name: 'Rows a person must see to',
  nodes: [
    step(['called', 'callable', 'Rows that were left out']),
    step(['person', 'fail', 'A person decides'], {
      code: 'rows-left-out',
      message:
        "=input.rows.length + ' rows of ' + input.file + ' were left out. ' + input.rows.slice(0, 3).map(({ line, reason }) => (line === undefined ? '' : 'Line ' + line + ': ') + reason).join(' ')",
      details: '={ file: input.file, path: input.path, rows: input.rows.slice(0, 500) }',
    }),
  ],
  edges: [{ from: 'called', port: 'out', to: 'person' }],
  layout: { nodes: layOut([['called', 'person']]), notes: [] },
  settings: {
    layer: 'process',
    description:
      'Other flows start it for rows of a file they could not take: a person finds one exception with all of them.',
    owner: 'Stores',
  },
  tests: [
    {
      id: 'two',
      name: 'Two rows',
      node: 'called',
      message: {
        ...{ file: 'stock.csv', path: 'stores/archive/stock.csv' },
        rows: [{ line: 4, reason: 'Artikelnr is empty.' }, { reason: 'Too many values.' }],
      },
      expect: { status: 'exception', exception: { node: 'person', code: 'rows-left-out' } },
    },
  ],
};

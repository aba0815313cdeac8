import { type Conversion, convertFlow } from '@lockstep/nodes/convert';
import type { FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../sandbox/index.ts';
import { NOW_MS } from '../sandbox/testing.ts';

/** What code sees. */
interface Seen {
  readonly input: Json;
  readonly steps?: Readonly<Record<string, Json>>;
  readonly vars?: Readonly<Record<string, Json>>;
}

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ size: 1 });
});
afterAll(() => sandbox.close());

async function run(source: string, kind: 'script' | 'expressions', { input, steps = {}, vars = {} }: Seen) {
  const unit =
    kind === 'script' ? { id: 'u', kind, source } : ({ id: 'u', kind, expressions: { it: source } } as const);
  const scope = { input, steps, vars, trigger: { kind: 'manual' }, run: { id: 'r', flowId: 'f', startedAt: '' } };
  const program = { key: source, units: [unit] };
  const result = await sandbox.call({ program, unit: 'u', scope, seed: 'seed', nowMs: NOW_MS });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** What a parameter comes to: an expression is computed, anything else is as it is. */
async function paramOf(param: unknown, seen: Seen): Promise<unknown> {
  if (typeof param !== 'string' || !param.startsWith('=')) return param;
  return ((await run(param.slice(1), 'expressions', seen)) as { readonly it: unknown }).it;
}

/** What a script of a map makes of a message. */
const mapOf = (script: unknown, seen: Seen) => run(String(script), 'script', seen);

type NodeReport = Conversion['report'][number];

interface Given {
  readonly type: string;
  readonly parameters?: object;
  readonly typeVersion?: number;
}

/** Steps of a workflow in which one node leads to the next, and what is told of the last. */
function line(...given: readonly Given[]): { readonly nodes: readonly FlowNode[]; readonly told: NodeReport } {
  const nodes = given.map(({ type, ...more }, nr) => ({ name: `N${nr}`, type: `n8n-nodes-base.${type}`, ...more }));
  const connections = Object.fromEntries(
    nodes.slice(0, -1).map(({ name }, nr) => [name, { main: [[{ node: `N${nr + 1}` }]] }]),
  );
  const found = convertFlow({ name: 'Line', nodes, connections });
  if ('problem' in found) throw new Error(found.problem);
  return { nodes: found.flow.nodes, told: found.report[given.length - 1] as NodeReport };
}

function setsTo(value: string) {
  const { nodes, told } = line({
    type: 'set',
    typeVersion: 3.4,
    parameters: { assignments: { assignments: [{ name: 'it', type: 'string', value }] } },
  });
  const [field] = (nodes[0]?.params.fields ?? []) as readonly { readonly value: unknown }[];
  return { value: field?.value, told };
}

const input = {
  name: 'Ann Lee',
  tags: ['a', 'b', 'a', ''],
  prices: [1, 2, 6],
  rows: [{ id: 1 }, { id: 2 }],
  text: '{"n":3}',
  page: '<b>Hi</b> there',
  at: '2026-01-31T10:00:00Z',
  nothing: null,
};

describe('words of n8n come to the same here', () => {
  it.each<[string, unknown]>([
    ['={{ $json.tags.first() }}/{{ $json.tags.compact().last() }}', 'a/a'],
    ['={{ $json.tags.unique().length }}', 3],
    ['={{ !$json.nothing.isEmpty() || $json.tags.isNotEmpty() }}', true],
    ['={{ $json.prices.sum() + $json.prices.average() }}', 12],
    ['={{ $json.rows.pluck("id").last() }}', 2],
    ['={{ $json.text.parseJson().n.toString() + $json.rows.toJsonString() }}', '3[{"id":1},{"id":2}]'],
    ['={{ (1 / 3).round(2) }} {{ Math.round(2.6) }}', '0.33 3'],
    ['={{ $json.page.removeTags().urlEncode() }}', 'Hi%20there'],
    ['={{ $json.name.base64Encode().base64Decode() }}', 'Ann Lee'],
    ['={{ $ifEmpty($json.nothing, "none, yet") }}', 'none, yet'],
    ['={{ $if($json.prices.length > 2, "many", "few") }}', 'many'],
    ['={{ $input.all().map((i) => i.json.name).join() }}', 'Ann Lee'],
    ['={{ $input.first().json.name.replace(/"/g, "").split(" ").last() }}', 'Lee'],
    ['={{ $now }}', '2026-03-01T09:30:00.000Z'],
    ["={{ $now.minus({ days: 1, hours: 2 }).format('yyyy-MM-dd HH:mm') }}", '2026-02-28 07:30'],
    ["={{ $today.plus(1, 'day').toISO() }}", '2026-03-02T00:00:00.000Z'],
    ["={{ $json.at.toDateTime().startOf('hour').toFormat('dd.MM.yy') }}", '31.01.26'],
    ['={{ DateTime.now().toMillis() > 5 }}', true],
    ['={{ $env.API_BASE_URL }}/x', 'https://erp.example/x'],
    ['={{ $json.name /* who */ ; }}', 'Ann Lee'],
  ])('%s', async (written, made) => {
    const { value, told } = setsTo(written);
    expect([told.outcome, told.notes.filter((note) => note.startsWith('Write anew'))]).not.toContain('needs-work');
    expect(await paramOf(value, { input, vars: { apiBaseUrl: 'https://erp.example' } })).toBe(made);
  });

  it.each([
    '={{ $now.plus({ months: 1 }) }}',
    "={{ $now.format('LLLL') }}",
    '={{ $now.weekday }}',
    '={{ $json.name.toTitleCase() }}',
    '={{ $jmespath($json, "a") }}',
    '={{ $ifEmpty($json.name) }}',
    '={{ $binary.data.fileName }}',
  ])('what cannot be said is told: %s', (written) => {
    expect(setsTo(written).told).toMatchObject({
      outcome: 'needs-work',
      notes: [expect.stringMatching(/^Write anew/)],
    });
  });

  it('says what is different, where it is', () => {
    expect(setsTo("={{ $now.format('yyyy') }}").told).toMatchObject({
      outcome: 'approximated',
      notes: [expect.stringContaining('in UTC')],
    });
    expect(setsTo('={{ $env.API_KEY }}').told.notes.join()).toContain('Make the variable “apiKey”');
  });
});

describe('a node that sets fields', () => {
  const http = { type: 'httpRequest', parameters: { url: 'https://erp.example' }, typeVersion: 4 };

  it('keeps the fields that n8n keeps, names with blanks and names that are computed', async () => {
    const assignments = [
      { name: 'pain points', value: '={{ $json.name }}' },
      { name: 'a.b c', value: 1 },
      { name: '={{ $json.key }}', value: 'x' },
    ];
    const { nodes, told } = line(http, {
      type: 'set',
      typeVersion: 3.4,
      parameters: { includeOtherFields: true, assignments: { assignments } },
    });
    expect(told.outcome).toBe('converted');
    const made = await mapOf(nodes[1]?.params.script, { input: { status: 200, body: { name: 'Ann', key: 'k' } } });
    expect(made).toEqual({ name: 'Ann', key: 'k', 'pain points': 'Ann', a: { 'b c': 1 }, k: 'x' });
  });

  it('makes JSON of a template, also where a value is a part of a text or of a list', async () => {
    const set = (jsonOutput: string) =>
      line({ type: 'set', typeVersion: 3.4, parameters: { mode: 'raw', jsonOutput } });
    const whole = set('={ "who": "{{ $json.name }}", "of": [{{ $json.n }}], "hi": "Hi {{ $json.name }}" }');
    const made = await mapOf(whole.nodes[0]?.params.script, { input: { name: 'Ann "A" Lee', n: 2 } });
    expect(made).toEqual({ who: 'Ann "A" Lee', of: [2], hi: 'Hi Ann "A" Lee' });
    const loose = set('={ "n": {{ $json.n }}{{ $json.n }} }');
    expect(await mapOf(loose.nodes[0]?.params.script, { input: { n: 2 } })).toEqual({ n: 22 });
  });
});

describe('lists', () => {
  const left = [
    { sku: 'a', n: 1 },
    { sku: 'b', n: 2 },
  ];
  const right = [
    { code: 'b', n: 9 },
    { code: 'c', n: 8 },
  ];
  const merged = async (parameters: object) => {
    const nodes = [
      { name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
      { name: 'L', type: 'n8n-nodes-base.code', parameters: { jsCode: 'return [];' } },
      { name: 'R', type: 'n8n-nodes-base.code', parameters: { jsCode: 'return [];' } },
      { name: 'M', type: 'n8n-nodes-base.merge', parameters },
    ];
    const connections = {
      Start: { main: [[{ node: 'R' }, { node: 'L' }]] },
      // Said in the wrong order, as n8n does: what counts is the input.
      R: { main: [[{ node: 'M', index: 1 }]] },
      L: { main: [[{ node: 'M', index: 0 }]] },
    };
    const found = convertFlow({ nodes, connections });
    if ('problem' in found) throw new Error(found.problem);
    const script = found.flow.nodes.find(({ id }) => id === 'm')?.params.script;
    return mapOf(script, { input: null, steps: { l: left, r: right } });
  };
  const mergeByFields = { values: [{ field1: 'sku', field2: 'code' }] };

  it.each<[object, unknown]>([
    [{ mode: 'combine', mergeByFields }, [{ sku: 'b', code: 'b', n: 9 }]],
    [{ mode: 'combine', mergeByFields, joinMode: 'keepNonMatches', outputDataFrom: 'input2' }, [right[1]]],
    [{ mode: 'combine', mergeByFields, joinMode: 'enrichInput1' }, [left[0], { sku: 'b', code: 'b', n: 9 }]],
    [{ mode: 'mergeByKey', propertyName1: 'sku', propertyName2: 'code' }, [left[0], { sku: 'b', code: 'b', n: 9 }]],
    [{ mode: 'append' }, [...left, ...right]],
    [
      { mode: 'combine', combineBy: 'combineByPosition' },
      [
        { sku: 'a', code: 'b', n: 9 },
        { sku: 'b', code: 'c', n: 8 },
      ],
    ],
  ])('are merged by %j', async (parameters, made) => {
    expect(await merged(parameters)).toEqual(made);
  });

  it('are handed on whole where the next node gathers them, and summed', async () => {
    const { nodes, told } = line(
      { type: 'manualTrigger' },
      { type: 'splitOut', parameters: { fieldToSplitOut: 'rows' } },
      {
        type: 'summarize',
        parameters: {
          fieldsToSummarize: {
            values: [
              { aggregation: 'sum', field: 'n' },
              { aggregation: 'concatenate', field: 'sku' },
            ],
          },
        },
      },
    );
    expect(told.outcome).toBe('approximated');
    const rows = await mapOf(nodes[1]?.params.script, { input: { rows: left } });
    expect(await mapOf(nodes[2]?.params.script, { input: rows })).toEqual({ sum_n: 3, concatenated_sku: 'a,b' });
  });
});

describe('apps', () => {
  it('become the request of their API, with all that was set', () => {
    const telegram = line({
      type: 'telegram',
      parameters: { chatId: '5', text: 'Hi', additionalFields: { parse_mode: 'HTML' } },
    });
    expect(telegram.nodes[0]?.params.body).toEqual({ chat_id: '5', text: 'Hi', parse_mode: 'HTML' });
    const sheet = (columns: object) =>
      line({
        type: 'googleSheets',
        parameters: {
          operation: 'append',
          documentId: 'doc',
          sheetName: { __rl: true, value: 'gid=0', cachedResultName: 'Orders' },
          columns,
        },
      });
    const known = sheet({ schema: [{ id: 'Sku' }, { id: 'Qty' }], value: { Qty: '={{ $json.n }}' } });
    expect(known.nodes[0]?.params).toMatchObject({
      url: 'https://sheets.googleapis.com/v4/spreadsheets/doc/values/Orders:append',
      body: { values: [['', '=input.n']] },
    });
    expect(sheet({ value: { Qty: 1 } }).told.outcome).toBe('needs-work');
    const table = { base: { __rl: true, value: 'app1' }, table: { __rl: true, value: 'tbl1' } };
    const update = line({
      type: 'airtable',
      parameters: { ...table, operation: 'update', columns: { value: { id: '={{ $json.id }}', 'Unit price': 3 } } },
    });
    expect(update.nodes[0]?.params).toMatchObject({
      method: 'PATCH',
      url: '="https://api.airtable.com/v0/" + "app1" + "/" + "tbl1" + "/" + (input.id)',
      body: { fields: { 'Unit price': 3 } },
    });
  });

  it('send mails: whole by SMTP, encoded by Gmail', async () => {
    const smtp = line({
      type: 'emailSend',
      parameters: {
        fromEmail: 'a@x.example',
        toEmail: '={{ $json.mail }}',
        subject: 'Hi',
        html: '<b>{{ $json.n }}</b>',
      },
    });
    expect(smtp.nodes[0]).toMatchObject({ type: 'smtp.send-mail', params: { to: '=input.mail', subject: 'Hi' } });
    const gmail = line({
      type: 'gmail',
      parameters: { sendTo: '={{ $json.mail }}', subject: 'Größe', message: 'Hallo', emailType: 'text' },
    });
    const { raw } = { ...(gmail.nodes[0]?.params.body as { readonly raw: string }) };
    const mail = Buffer.from(String(await paramOf(raw, { input: { mail: 'a@x.example' } })), 'base64url').toString();
    const subject = Buffer.from('Größe').toString('base64');
    expect(mail).toBe(
      `To: a@x.example\r\nSubject: =?UTF-8?B?${subject}?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHallo`,
    );
  });

  it('of which what they can is beyond us are told of', () => {
    for (const parameters of [{ operation: 'sendPhoto', binaryData: true, chatId: '5' }, { chatId: '5' }]) {
      expect(line({ type: 'telegram', parameters }).told.outcome).toBe('needs-work');
    }
    expect(line({ type: 'html', parameters: { operation: 'extractHtmlContent' } }).told.outcome).toBe('needs-work');
  });
});

it('gives code nodes the environment as variables, and texts to Base64 and back', async () => {
  const jsCode = "return [{ json: { key: $env.API_KEY, b: Buffer.from('hi').toString('base64') } }];";
  const { nodes, told } = line({ type: 'code', parameters: { jsCode } });
  expect(told.outcome).toBe('approximated');
  expect(await mapOf(nodes[0]?.params.script, { input: {}, vars: { apiKey: 'k' } })).toEqual({ key: 'k', b: 'aGk=' });
});

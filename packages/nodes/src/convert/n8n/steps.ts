import type { Json } from '@lockstep/schema/run';
import { type Drafted, toDo } from '../draft.ts';
import { slugOf } from '../ids.ts';
import { inScript } from '../in-script.ts';
import { compare, writeConditions } from './conditions.ts';
import { type Convert, drafted, type NodeContext, original, writerOf } from './context.ts';
import { at, listAt, type Params, textAt } from './document.ts';
import { httpRequest } from './http.ts';
import { aggregate, limit, merge, removeDuplicates, sort } from './lists.ts';
import { codeNode } from './script.ts';

/** Names with dots are paths in both; anything else cannot be a field of ours. */
const FIELD = /^[^.\s]+(\.[^.\s]+)*$/;

const set: Convert = (context) => {
  const { node } = context;
  const { parameters } = node;
  const writer = writerOf(context);
  if (textAt(parameters, 'mode') === 'raw') {
    const raw = textAt(parameters, 'jsonOutput') ?? '{}';
    return rawSet(raw, context);
  }
  const old = ['string', 'number', 'boolean'].flatMap((type) => listAt(parameters, `values.${type}`));
  const middle = listAt(parameters, 'fields.values').map((each) => {
    const type = textAt(each, 'type') ?? 'stringValue';
    return { name: each.name, value: each[type], type: type.replace('Value', '') };
  });
  const assigned = [...listAt(parameters, 'assignments.assignments'), ...middle, ...old] as readonly Params[];
  const fields = assigned.map((each) => ({
    path: String(each.name ?? ''),
    value: typed(writer.value(each.value), textAt(each, 'type')),
  }));
  const wrong = fields.filter(({ path }) => !FIELD.test(path));
  const kept = fields.filter(({ path }) => FIELD.test(path));
  const keepsAll =
    at(parameters, 'includeOtherFields') === true ||
    (listAt(parameters, 'assignments.assignments').length === 0 &&
      at(parameters, 'keepOnlySet') !== true &&
      textAt(parameters, 'include') !== 'none');
  if (kept.length === 0 && wrong.length === 0) return drafted('log', { message: node.name, level: 'debug' });
  const notes = wrong.map(({ path }) => `Set this field in a map, its name has blanks: ${path}`);
  if (kept.length === 0) return { ...toDo(node.name, [...notes, original(node)]) };
  return drafted(
    'set-fields',
    { mode: keepsAll ? 'keep' : 'only', fields: kept as Json },
    { unknown: writer.unknown, notes, needsWork: wrong.length > 0 },
  );
};

/** n8n turns a text into the type the field has. */
function typed(value: Json, type: string | undefined): Json {
  if (typeof value !== 'string' || value.startsWith('=')) return value;
  if (type === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  if (type === 'array' || type === 'object') {
    try {
      return JSON.parse(value) as Json;
    } catch {
      return value;
    }
  }
  return value;
}

function rawSet(raw: string, context: NodeContext): Drafted {
  const writer = writerOf(context);
  const whole = /^=\s*\{\{([\s\S]*)\}\}\s*$/.test(raw);
  if (!raw.startsWith('=')) {
    try {
      const value = JSON.parse(raw) as Json;
      return drafted('map', {
        script: `export default function map() {\n  return ${JSON.stringify(value, null, 2)};\n}\n`,
      });
    } catch {
      return toDo(context.node.name, [original(context.node)]);
    }
  }
  if (!whole)
    return toDo(context.node.name, [
      'Its JSON is put together from text: write the object in a map.',
      original(context.node),
    ]);
  const value = writer.value(raw);
  const code = typeof value === 'string' ? value.slice(1) : JSON.stringify(value);
  const script = `export default function map(input: any, ctx: any) {\n  return ${inScript(code)};\n}\n`;
  return drafted('map', { script }, { unknown: writer.unknown });
}

const ifNode: Convert = ({ node, names }) => {
  const { code, unknown } = writeConditions(
    at(node.parameters, 'conditions'),
    names,
    textAt(node.parameters, 'combineOperation'),
  );
  return drafted('switch', { cases: [{ name: 'true', when: `=${code}` }] }, { unknown, ports: ['true', 'otherwise'] });
};

const filter: Convert = ({ node, names }) => {
  const { code, unknown } = writeConditions(
    at(node.parameters, 'conditions'),
    names,
    textAt(node.parameters, 'combineConditions'),
  );
  return drafted('filter', { when: `=${code}` }, { unknown, ports: ['pass'] });
};

const switchNode: Convert = ({ node, names }) => {
  const { parameters } = node;
  if (textAt(parameters, 'mode') === 'expression') {
    return toDo(node.name, ['It chooses its way by a number: write a condition for each way.', original(node)]);
  }
  const type = textAt(parameters, 'dataType') ?? 'string';
  const rules = [...listAt(parameters, 'rules.values'), ...listAt(parameters, 'rules.rules')];
  const unknown: string[] = [];
  const cases = rules.map((rule, nr) => {
    const test =
      rule.conditions === undefined
        ? compare(
            type,
            textAt(rule, 'operation') ?? (type === 'number' ? 'smaller' : 'equal'),
            at(parameters, 'value1'),
            rule.value2,
            names,
          )
        : writeConditions(rule.conditions, names);
    unknown.push(...test.unknown);
    return { name: `case ${nr + 1}`, when: `=${test.code}`, output: Number(rule.output ?? nr) };
  });
  if (cases.length === 0) return toDo(node.name, ['It has no rules yet.', original(node)]);
  const outputs = Math.max(...cases.map(({ output }) => output)) + 1;
  const ports = Array.from({ length: outputs }, (_, nr) => cases.find(({ output }) => output === nr)?.name);
  const isShared = new Set(cases.map(({ output }) => output)).size < cases.length;
  return drafted(
    'switch',
    { cases: cases.map(({ name, when }) => ({ name, when })) },
    {
      unknown,
      notes: isShared ? ['Several rules led to one way: draw the others to the same step.'] : [],
      needsWork: isShared,
      ports: [...ports, 'otherwise'],
    },
  );
};

const UNITS: Readonly<Record<string, number>> = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

const wait: Convert = (context) => {
  const { parameters } = context.node;
  const resume = textAt(parameters, 'resume') ?? 'timeInterval';
  const writer = writerOf(context);
  if (resume === 'webhook' || resume === 'form') {
    return drafted(
      'wait-for-callback',
      {},
      {
        notes: [
          'It waits at an address of its own for a day at most: give that address to the other system in a step before.',
        ],
        approximated: true,
        ports: ['received'],
      },
    );
  }
  if (resume === 'specificTime') {
    return drafted(
      'delay',
      { mode: 'until', until: writer.value(at(parameters, 'dateTime')) },
      { unknown: writer.unknown },
    );
  }
  const unit = UNITS[textAt(parameters, 'unit') ?? (context.node.typeVersion >= 1.1 ? 'seconds' : 'hours')] ?? 1_000;
  const amount = writer.value(at(parameters, 'amount') ?? (context.node.typeVersion >= 1.1 ? 5 : 1));
  const durationMs =
    typeof amount === 'string' && amount.startsWith('=')
      ? `=(${amount.slice(1)}) * ${unit}`
      : Math.round(Number(amount) * unit);
  return drafted('delay', { mode: 'for', durationMs }, { unknown: writer.unknown });
};

const respond: Convert = (context) => {
  const { parameters } = context.node;
  const writer = writerOf(context);
  const kind = textAt(parameters, 'respondWith') ?? 'firstIncomingItem';
  const body =
    kind === 'noData'
      ? { body: '' }
      : kind === 'firstIncomingItem' || kind === 'allIncomingItems'
        ? { body: `=${context.names.own}` }
        : { body: writer.value(at(parameters, 'responseBody') ?? '') };
  const parsed =
    kind === 'json' && typeof body.body === 'string' && !body.body.startsWith('=') ? parsedText(body.body) : body.body;
  const status = Number(at(parameters, 'options.responseCode') ?? 200);
  const headers = Object.fromEntries(
    listAt(parameters, 'options.responseHeaders.entries').map(({ name, value }) => [
      String(name),
      String(writer.value(value)),
    ]),
  );
  const isOther = kind === 'redirect' || kind === 'binary' || kind === 'jwt';
  return drafted(
    'respond',
    { status, headers, body: parsed },
    {
      unknown: writer.unknown,
      notes: isOther ? [original(context.node)] : [],
      needsWork: isOther,
    },
  );
};

function parsedText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

const executeWorkflow: Convert = ({ node }) => {
  const { parameters } = node;
  const name =
    textAt(parameters, 'workflowId.cachedResultName') ??
    textAt(parameters, 'workflowId.value') ??
    textAt(parameters, 'workflowId');
  const isKnown = name !== undefined && !name.startsWith('=');
  const waits = at(parameters, 'options.waitForSubWorkflow') !== false;
  return drafted(
    'call-flow',
    { flow: slugOf(isKnown ? name : node.name, 'flow'), mode: waits ? 'wait' : 'start' },
    {
      notes: ['Import the called workflow too, and choose it here.'],
      needsWork: !isKnown,
      approximated: true,
    },
  );
};

const stopAndError: Convert = (context) => {
  const writer = writerOf(context);
  const message = writer.value(at(context.node.parameters, 'errorMessage') ?? context.node.name);
  return drafted(
    'fail',
    { message: message === '' ? context.node.name : message },
    { unknown: writer.unknown, ports: [] },
  );
};

const noOp: Convert = ({ node }) => drafted('log', { level: 'debug', message: node.name });

/** Nodes that do something in a flow, by their type. */
export const STEPS: ReadonlyMap<string, Convert> = new Map([
  ['set', set],
  ['if', ifNode],
  ['filter', filter],
  ['switch', switchNode],
  ['httpRequest', httpRequest],
  ['code', codeNode],
  ['function', codeNode],
  ['functionItem', codeNode],
  ['wait', wait],
  ['respondToWebhook', respond],
  ['executeWorkflow', executeWorkflow],
  ['stopAndError', stopAndError],
  ['noOp', noOp],
  ['merge', merge],
  ['aggregate', aggregate],
  ['limit', limit],
  ['removeDuplicates', removeDuplicates],
  ['sort', sort],
]);

import type { Json } from '@lockstep/schema/run';
import type { NodeContext } from './context.ts';
import { writerOf } from './context.ts';
import { at, listAt, textAt } from './document.ts';
import { join, type Operation, request } from './request.ts';

/** @see https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.values */
export const SHEETS: Operation = (context, operation) => {
  if (operation === '' || operation === 'read') {
    if (listAt(context.node.parameters, 'filtersUI.values').length > 0) return undefined;
    return request(context, 'an HTTP connection to Google Sheets', ({ need }) => ({
      method: 'GET',
      url: join(SHEET, need('documentId', 'sheetId'), '/values/', need(...SHEET_NAMES)),
    }));
  }
  if (operation !== 'append') return undefined;
  const columns = sheetColumns(context);
  if (columns === undefined) return undefined;
  return request(context, 'an HTTP connection to Google Sheets', ({ need }) => ({
    method: 'POST',
    url: join(SHEET, need('documentId', 'sheetId'), '/values/', need(...SHEET_NAMES), ':append'),
    query: { valueInputOption: 'USER_ENTERED' },
    body: { values: [columns.map(({ value }) => value)] },
    notes: [`Its columns are in the order the sheet had: ${columns.map(({ name }) => name).join(', ')}.`],
  }));
};

const SHEET = 'https://sheets.googleapis.com/v4/spreadsheets/';
/** A sheet that was picked from a list is known by its name there, and by a number. */
const SHEET_NAMES = ['sheetName.cachedResultName', 'sheetName', 'range'];

/** Values by column, in the order of the sheet; undefined where the export does not tell that order. */
function sheetColumns(context: NodeContext): readonly { readonly name: string; readonly value: Json }[] | undefined {
  const { parameters } = context.node;
  const schema = listAt(parameters, 'columns.schema').flatMap((each) => textAt(each, 'id') ?? []);
  const given = (at(parameters, 'columns.value') ?? {}) as Readonly<Record<string, unknown>>;
  if (schema.length === 0 || Object.keys(given).some((name) => !schema.includes(name))) return undefined;
  const isOwn = textAt(parameters, 'columns.mappingMode') === 'autoMapInputData';
  const writer = writerOf(context);
  return schema.map((name) => ({
    name,
    value: isOwn
      ? `=${context.names.own}?.[${JSON.stringify(name)}] ?? ""`
      : given[name] === undefined
        ? ''
        : writer.value(given[name]),
  }));
}

/** @see https://airtable.com/developers/web/api/introduction */
export const AIRTABLE: Operation = (context, operation) => {
  const { parameters } = context.node;
  return request(context, 'an HTTP connection to Airtable', ({ need, may }) => {
    const table = (...more: readonly Json[]) =>
      join('https://api.airtable.com/v0/', need('base', 'application'), '/', need('table'), ...more);
    const { id, ...fields } = airtableFields(context, may);
    const matching = at(parameters, 'columns.matchingColumns');
    const keys = Array.isArray(matching) ? matching.map(String) : [];
    switch (operation) {
      case '':
      case 'list':
      case 'search': {
        const formula = may('filterByFormula') ?? '';
        const rest = ['sort.property', 'sort', 'options.fields', 'additionalOptions'].some(
          (name) => may(name) !== undefined,
        );
        return {
          method: 'GET',
          url: table(),
          ...(formula !== '' && { query: { filterByFormula: formula } }),
          notes: rest ? ['Its order and choice of fields are not carried over.'] : [],
        };
      }
      case 'get':
        return { method: 'GET', url: table('/', need('id')) };
      case 'deleteRecord':
        return { method: 'DELETE', url: table('/', need('id')) };
      case 'create':
        return { method: 'POST', url: table(), body: { fields: whole(context, fields) } };
      case 'update':
        return id === undefined || (keys.length > 0 && !keys.every((key) => key === 'id'))
          ? undefined
          : { method: 'PATCH', url: table('/', id), body: { fields } };
      case 'upsert':
        return keys.length === 0 || keys.includes('id')
          ? undefined
          : {
              method: 'PATCH',
              url: table(),
              body: { performUpsert: { fieldsToMergeOn: keys }, records: [{ fields: whole(context, fields) }] },
            };
      default:
        return undefined;
    }
  });
};

function airtableFields(context: NodeContext, may: (name: string) => Json | undefined): Readonly<Record<string, Json>> {
  const given = (at(context.node.parameters, 'columns.value') ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.keys(given).flatMap((name) => {
      // A name with dots is no path there.
      const value = name.includes('.') ? writerOf(context).value(given[name]) : may(`columns.value.${name}`);
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
}

/** Where the columns are those of the message, the message itself. */
function whole({ node, names }: NodeContext, fields: Readonly<Record<string, Json>>): Json {
  return textAt(node.parameters, 'columns.mappingMode') === 'autoMapInputData' ? `=${names.own}` : fields;
}

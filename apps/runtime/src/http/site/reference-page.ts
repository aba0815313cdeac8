import { PROBLEMS } from '@lockstep/schema/api';
import type { JsonObject } from '@lockstep/schema/run';
import { type Html, html } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';

/** A call of ours. */
interface Told {
  readonly summary: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonObject }>> };
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema: JsonObject;
  }[];
  readonly requestBody?: Told['requestBody'];
  readonly callbacks?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Told>>>>>>;
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema: JsonObject }>> }
    >
  >;
}

type Schemas = Readonly<Record<string, JsonObject>>;

interface Listed extends Operation {
  readonly method: string;
  readonly path: string;
}

/** The reference as one page without script: it needs no network, and no permission to run anything. */
export function referencePage(document: JsonObject): string {
  const { info, tags, paths, components } = document as unknown as {
    readonly components: { readonly schemas: Schemas };
    readonly info: { readonly title: string; readonly version: string; readonly description: string };
    readonly tags: readonly { readonly name: string }[];
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Listed => ({ ...operation, method, path })),
  );
  const groups = tags.map(({ name }) => ({ name, listed: operations.filter((each) => each.tags.includes(name)) }));
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} API reference</title>${PAGE_STYLE}</head>
<body><div class="frame">
<nav aria-label="Operations"><a href="/"><strong>${info.title}</strong></a> <span class="muted">${info.version}</span>
${groups.map(({ name, listed }) => html`<h2>${name}</h2>${listed.map((each) => html`<a href="#${each.operationId}">${each.summary}</a>`)}`)}
<h2>Problems</h2><a href="#problems">What refusals mean</a></nav>
<main><h1>${info.title} API</h1><p class="muted">${info.description} The same as a document: <a href="/openapi.json">/openapi.json</a>.</p>
${groups.map(({ name, listed }) => html`<section><h2>${name}</h2>${listed.map((each) => article(each, components.schemas))}</section>`)}
${problemList()}</main></div></body></html>`.text;
}

function article(operation: Listed, schemas: Schemas): Html {
  const { operationId, method, path, summary, parameters, requestBody, responses, callbacks = {} } = operation;
  return html`<article id="${operationId}"><h3>${summary}</h3><span class="method">${method}</span><code>${path}</code>
${
  parameters &&
  html`<table><thead><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr></thead><tbody>${parameters.map(
    (
      each,
    ) => html`<tr><td><code>${each.name}</code>${each.required === true && ' *'}</td><td>${each.in}</td><td>${each.description}
${each.schema.enum !== undefined && html`<code>${(each.schema.enum as readonly string[]).join(' | ')}</code>`}
${each.schema.default !== undefined && html` <span class="muted">default ${String(each.schema.default)}</span>`}</td></tr>`,
  )}</tbody></table>`
}
${requestBody && schemaBlock('Body', requestBody.content, schemas)}
<table><thead><tr><th>Status</th><th>Meaning</th></tr></thead><tbody>${Object.entries(responses).map(
    ([status, { description }]) =>
      html`<tr><td><code>${status}</code></td><td>${description.replaceAll('`', '')}</td></tr>`,
  )}</tbody></table>
${Object.entries(responses).map(([status, { content }]) => content?.['application/json'] && schemaBlock(`Answer ${status}`, content, schemas))}
${Object.values(callbacks).flatMap((addresses) => Object.entries(addresses).flatMap(([address, methods]) => Object.entries(methods).map(([verb, told]) => callback(address, verb, told, schemas))))}</article>`;
}

/** A call of ours to an address that came with the request. */
function callback(address: string, verb: string, { summary, requestBody }: Told, schemas: Schemas): Html {
  return html`<h4>${summary}</h4><span class="method">${verb}</span><code>${address}</code>
${requestBody && schemaBlock('Body we send', requestBody.content, schemas)}`;
}

function schemaBlock(
  label: string,
  content: Readonly<Record<string, { readonly schema: JsonObject }>>,
  schemas: Schemas,
): Html {
  const [[type, { schema }] = ['', { schema: {} }]] = Object.entries(content);
  return html`<details><summary>${label} <code>${type}</code></summary><pre>${JSON.stringify(shown(schema, schemas), null, 2)}</pre></details>`;
}

/** A schema that stands elsewhere in the document, as it stands there; its parts stay names. */
function shown(schema: JsonObject, schemas: Schemas): JsonObject {
  const { $ref: place } = schema;
  const name = typeof place === 'string' ? (place.split('/').at(-1) ?? '') : '';
  return schemas[name] ?? schema;
}

function problemList(): Html {
  return html`<section id="problems"><h2>Problems</h2><p class="muted">Refusals are application/problem+json (RFC 9457); <code>code</code> is stable.</p>
<table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>${Object.entries(PROBLEMS).map(
    ([code, { status, title }]) =>
      html`<tr id="problem-${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td></tr>`,
  )}</tbody></table></section>`;
}

import type { XmlElement } from '../../formats/xml/read-tree.ts';
import { all, fieldOf, itemOf, type Names, said } from './edmx-elements.ts';
import type { Field, Operation } from './model.ts';

/**
 * What a service can be asked to do: function imports of v2; imports of actions and functions, and what is bound to records, of v4.
 *
 * @see CSDL 2.0 (MC-CSDL), 2.1.28 and OData v2 `m:HttpMethod`; OData CSDL XML 4.01, 12 and 13
 */
export function operationsOf(
  schemas: readonly XmlElement[],
  { version, names }: { readonly version: 'v2' | 'v4'; readonly names: Names },
): readonly Operation[] {
  const containers = schemas.flatMap((schema) => all(schema, 'EntityContainer'));
  if (version === 'v2') {
    return containers.flatMap((container) =>
      all(container, 'FunctionImport').map((found): Operation => {
        const returns = said(found, 'ReturnType');
        return {
          name: said(found, 'Name') ?? '',
          method: httpMethod(found) === 'POST' ? 'POST' : 'GET',
          params: paramsOf(found, names).filter(
            (_, at) => said(all(found, 'Parameter')[at] as XmlElement, 'Mode') !== 'Out',
          ),
          ...(returns !== undefined && { returns: itemOf(returns, names) }),
        };
      }),
    );
  }
  const declared = schemas.flatMap((schema) =>
    [...all(schema, 'Action'), ...all(schema, 'Function')].map((found) => v4Operation(found, { schema, names })),
  );
  const bound = declared.filter(({ bound }) => bound !== undefined);
  const imported = containers.flatMap((container) =>
    [...all(container, 'ActionImport'), ...all(container, 'FunctionImport')].flatMap((found): readonly Operation[] => {
      const wanted = names(said(found, 'Action') ?? said(found, 'Function') ?? '');
      return declared
        .filter(({ name, bound: to }) => name === wanted && to === undefined)
        .map((operation) => ({ ...operation, name: said(found, 'Name') ?? '' }));
    }),
  );
  return [...imported, ...bound];
}

function v4Operation(
  found: XmlElement,
  { schema, names }: { readonly schema: XmlElement; readonly names: Names },
): Operation {
  const params = paramsOf(found, names);
  const isBound = said(found, 'IsBound') === 'true';
  const [binding] = params;
  const [returns] = all(found, 'ReturnType');
  return {
    name: `${said(schema, 'Namespace')}.${said(found, 'Name')}`,
    method: found.local === 'Action' ? 'POST' : 'GET',
    ...(isBound && binding && { bound: { type: binding.type, many: binding.many } }),
    params: isBound ? params.slice(1) : params,
    ...(returns && { returns: itemOf(said(returns, 'Type') ?? '', names) }),
  };
}

function paramsOf(found: XmlElement, names: Names): readonly Field[] {
  return all(found, 'Parameter').map((parameter) => fieldOf(parameter, names));
}

/** The prefix of the namespace is whatever the document says. */
function httpMethod({ attributes }: XmlElement): string | undefined {
  return attributes.find(({ local }) => local === 'HttpMethod')?.value;
}

/** A form as a tree: `metadata[order]=1` is a member of a member, `payment_method_types[]=card` an item of a list. */
export type Form = { readonly [name: string]: string | readonly string[] | Form };

/** Reads `application/x-www-form-urlencoded` with names in brackets, as Stripe takes it; the last of two wins. */
export function readForm(body: string): Form {
  const root: Record<string, unknown> = Object.create(null);
  for (const [name, value] of new URLSearchParams(body)) {
    const [first = ''] = name.split('[', 1);
    put(
      root,
      [first, ...[...name.slice(first.length).matchAll(/\[([^\]]*)\]/g)].map(([, inner = '']) => inner)],
      value,
    );
  }
  return root as Form;
}

function put(at: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: string): void {
  const [next] = rest;
  if (next === undefined) at[name] = value;
  else if (next === '' || /^\d+$/.test(next)) at[name] = [...(Array.isArray(at[name]) ? at[name] : []), value];
  else {
    const known = at[name];
    const inner = typeof known === 'object' && known !== null && !Array.isArray(known) ? known : Object.create(null);
    at[name] = inner;
    put(inner as Record<string, unknown>, rest, value);
  }
}

/** Text of a field; undefined when it is not there or no text. */
export function textIn(form: Form, name: string): string | undefined {
  const value = form[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Members of a field that are text, for `metadata`. */
export function membersIn(form: Form, name: string): Readonly<Record<string, string>> {
  const value = form[name];
  if (typeof value !== 'object' || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((member): member is [string, string] => typeof member[1] === 'string'),
  );
}

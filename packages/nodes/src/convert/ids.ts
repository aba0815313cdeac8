const MAX = 48;

/** Ids of steps from names: readable, and none twice. */
export function createIds(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const slug = slugOf(name, 'step').slice(0, MAX - 4);
    let id = slug;
    for (let nr = 2; taken.has(id); nr += 1) id = `${slug}-${nr}`;
    taken.add(id);
    return id;
  };
}

/** A name as an id: `Get orders (v2)` is `get-orders-v2`. */
export function slugOf(name: string, otherwise: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '');
  return slug === '' ? otherwise : slug;
}

/** How an expression names what a step gave. */
export function stepRef(id: string): string {
  return /^[a-z][a-z0-9]*$/.test(id) ? `steps.${id}` : `steps['${id}']`;
}

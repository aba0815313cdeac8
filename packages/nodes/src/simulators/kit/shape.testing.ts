type Kind = 'null' | 'text' | 'number' | 'flag' | 'object' | 'list';

/** Every path of a JSON value, `[]` standing for any element, with the kinds of value that stand there. */
export function shapeOf(value: unknown): ReadonlyMap<string, ReadonlySet<Kind>> {
  const shape = new Map<string, Set<Kind>>();
  const walk = (at: string, inner: unknown): void => {
    const kinds = shape.get(at) ?? new Set<Kind>();
    shape.set(at, kinds.add(kindOf(inner)));
    if (Array.isArray(inner)) for (const item of inner) walk(`${at}[]`, item);
    else if (typeof inner === 'object' && inner !== null) {
      for (const [key, member] of Object.entries(inner)) walk(`${at}.${key}`, member);
    }
  };
  walk('', value);
  return shape;
}

function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  const kinds = { string: 'text', number: 'number', boolean: 'flag' } as const;
  return kinds[typeof value as keyof typeof kinds] ?? 'object';
}

/**
 * What a simulated answer has that the recorded one has not, and where it is of another kind. A null says nothing of a
 * kind; an empty or missing list nothing of its elements, and a null nothing of what could stand below.
 *
 * @param apart paths that are right all the same, each with its reason
 */
export function unlike(ours: unknown, real: unknown, apart: Readonly<Record<string, string>> = {}): readonly string[] {
  const known = shapeOf(real);
  const isApart = (path: string): boolean =>
    Object.keys(apart).some(
      (prefix) => path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`),
    );
  return [...shapeOf(ours)].flatMap(([path, kinds]) => {
    if (isApart(path) || isUnseen(path, known)) return [];
    const there = known.get(path);
    if (there === undefined) return [`${path || '/'} is not in the recorded answer`];
    if (there.has('null') && there.size === 1) return [];
    const wrong = [...kinds].filter((kind) => kind !== 'null' && !there.has(kind));
    return wrong.map((kind) => `${path || '/'} is ${kind}, recorded as ${[...there].join(' or ')}`);
  });
}

/** Below a value that was recorded empty or as null, nobody knows. */
function isUnseen(path: string, known: ReadonlyMap<string, ReadonlySet<Kind>>): boolean {
  const steps = path.split(/(?=[.[])/);
  for (let length = steps.length - 1; length >= 0; length -= 1) {
    const above = known.get(steps.slice(0, length).join(''));
    if (above === undefined) continue;
    const next = steps[length] ?? '';
    if (next === '[]') return above.has('list') && !known.has(`${steps.slice(0, length).join('')}[]`);
    return above.has('null') && above.size === 1;
  }
  return false;
}

const NAME = String.raw`[A-Za-z_$][\w$]*`;
/** Begins where a name begins and has an end, so that no text makes the search slow. */
const PATH = String.raw`(?<![\w$])${NAME}(?:\??\.${NAME}|(?:\?\.)?\[(?:\d+|'[^'\n]{1,80}'|"[^"\n]{1,80}")\]){0,12}`;
/** Calls that hand the items of a list to a function. */
const EACH = 'map|filter|flatMap|forEach|find|findLast|findIndex|some|every';
const MOST_STEPS = 6;

/** A path right before a dot at the end of a text: `input.lines[0].`, `steps['check-contract']?.` */
export const PATH_BEFORE_DOT = new RegExp(String.raw`(${PATH})\??\.$`);

/** `input.lines[0].sku` as its members: `input`, `lines`, `0`, `sku`. */
export function partsOf(path: string): readonly string[] {
  return path
    .replaceAll('?.[', '[')
    .replaceAll('?', '')
    .replace(/\[(?:(\d+)|'([^']+)'|"([^"]+)")\]/g, (_, index, single, double) => `.${index ?? single ?? double}`)
    .split('.');
}

/**
 * The path behind names the code gave before: with `const buyer = input.customer`, `buyer.email` is
 * `input.customer.email`; in `input.lines.map((line) => line.sku)`, `line` is an item of the list. Found by their look,
 * without types: good enough to propose names, never used to refuse any.
 */
export function resolved(parts: readonly string[], code: string): readonly string[] {
  let at = parts;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const [root = '', ...rest] = at;
    const behind = root === 'input' || root === 'ctx' ? undefined : behindName(root, code);
    if (behind === undefined || behind[0] === root) return at;
    at = [...behind, ...rest];
  }
  return at;
}

function behindName(name: string, code: string): readonly string[] | undefined {
  const own = name.replaceAll('$', String.raw`\$`);
  const given = lastIn(code, String.raw`(?:const|let|var)\s+${own}\s*(?::[^=;\n]+)?=\s*(${PATH})\s*(?:;|\n|\?\?)`);
  const looped = lastIn(code, String.raw`for\s*\(\s*(?:const|let|var)\s+${own}\s+of\s+(${PATH})`);
  const handed = lastIn(code, String.raw`(${PATH})\??\.(?:${EACH})\(\s*\(?\s*${own}\s*[:,)=]`);
  const latest = [given, looped, handed].reduce((a, b) => ((b?.index ?? -1) > (a?.index ?? -1) ? b : a));
  const path = latest?.[1];
  if (path === undefined) return undefined;
  return latest === given ? partsOf(path) : [...partsOf(path), '0'];
}

function lastIn(code: string, pattern: string): RegExpExecArray | undefined {
  return [...code.matchAll(new RegExp(pattern, 'g'))].at(-1);
}

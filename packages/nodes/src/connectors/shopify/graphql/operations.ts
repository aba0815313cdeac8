/**
 * Kinds of the operations of a GraphQL document, in their order: `query`, `mutation`, `subscription`. Text that is no GraphQL
 * gives what stands where an operation would; the system refuses it.
 *
 * @see GraphQL specification, 2.3 (Operations), 2.1 (comments), 2.9.4 (strings)
 */
export function operationsOf(document: string): readonly string[] {
  const plain = document.replace(/"""(?:\\"""|[\s\S])*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*/g, ' ');
  const found: string[] = [];
  let depth = 0;
  let begins = true;
  for (const [token] of plain.matchAll(/[_A-Za-z][_0-9A-Za-z]*|[{}()[\]]/g)) {
    if (depth === 0 && begins && token !== 'fragment') found.push(token === '{' ? 'query' : token);
    if (depth === 0) begins = false;
    if ('{(['.includes(token)) depth += 1;
    if ('})]'.includes(token)) {
      depth = Math.max(0, depth - 1);
      // Only a selection ends a definition; variables and arguments go on.
      if (token === '}' && depth === 0) begins = true;
    }
  }
  return found;
}

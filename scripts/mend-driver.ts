import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.ts';

/**
 * Mends the PostgreSQL driver after `npm install`, until a release of it does: docs/decisions/0009-the-driver-is-mended.md.
 *
 * postgres 3.4.9 writes to a connection that has just closed (issues 1066, 1154 and 1208 there, pull request 1209): a
 * statement behind a lost one throws where nobody can catch it, and what was about to be written then stays in the way of
 * the next start-up message, so that the connection hangs until its time is over. And what it asks for itself on a connection
 * that ends while it is made is rejected where nobody can catch it.
 */
const FILE = join(root, 'node_modules', 'postgres', 'src', 'connection.js');

const EDITS: readonly { readonly find: string; readonly replace: string }[] = [
  {
    find: `    const x = socket.write(chunk, fn)
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return x
`,
    replace: `    const bytes = chunk
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    if (socket)
      return socket.write(bytes, fn)
    const lost = Errors.connection('CONNECTION_CLOSED', options, socket)
    query && queryError(query, lost)
    while (sent.length)
      queryError(sent.shift(), lost)
    return true
`,
  },
  {
    find: `    incomings = null
    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)
`,
    replace: `    incomings = null
    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)
`,
  },
  {
    find: `        return fetchArrayTypes()
`,
    replace: `        return fetchArrayTypes().catch(() => undefined)
`,
  },
];

/** Makes the changes, once. @throws Error when the file reads otherwise: look whether the new release still needs it */
export function mendDriver(): void {
  const text = readFileSync(FILE, 'utf8');
  const open = EDITS.filter(({ replace }) => !text.includes(replace));
  if (open.length === 0) return;
  const mended = open.reduce((before, { find, replace }) => {
    if (before.split(find).length !== 2) throw new Error(`${FILE} is not the one that scripts/mend-driver.ts knows.`);
    return before.replace(find, () => replace);
  }, text);
  // Another file in its place: the old one may be linked from elsewhere, and a reader must see one or the other.
  writeFileSync(`${FILE}.mended`, mended);
  renameSync(`${FILE}.mended`, FILE);
}

mendDriver();

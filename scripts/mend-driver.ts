import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.ts';

/**
 * Mends the PostgreSQL driver after `npm install`, until a release of it does: docs/decisions/0009-the-driver-is-mended.md.
 *
 * postgres 3.4.9 writes to a connection that has just closed (issues 1066, 1154 and 1208 there, pull request 1209): a
 * statement behind a lost one throws where nobody can catch it, and what was about to be written then stays in the way of
 * the next start-up message, so that the connection hangs until its time is over. What it asks for itself on a connection
 * that ends while it is made is rejected where nobody can catch it. And it takes a lost statement for one that is still under
 * way, so that `end()` waits for it for ever.
 */
const FILE = join(root, 'node_modules', 'postgres', 'src', 'connection.js');

interface Edit {
  readonly find: string;
  readonly replace: string;
  /** Part of what the edit made that later edits leave alone; all of it when absent. */
  readonly made?: string;
}

const EDITS: readonly Edit[] = [
  {
    made: 'const lost = Errors.connection(',
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
    find: `    query && queryError(query, lost)
    while`,
    replace: `    query && queryError(query, lost)
    query = null
    while`,
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
    find: `    if (initial)
      return reconnect()

    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    closedTime`,
    replace: `    if (initial) {
      query && query !== initial && queryError(query, Errors.connection('CONNECTION_CLOSED', options, socket))
      query = errorResponse = null
      return reconnect()
    }

    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = errorResponse = null
    closedTime`,
  },
  {
    find: `    onclose(connection, Errors.connection('CONNECTION_CLOSED', options, socket))
`,
    replace: `    onclose(connection, Errors.connection('CONNECTION_CLOSED', options, socket))
    !initial && ended && (ended(), ending = ended = null)
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
  const open = EDITS.filter(({ replace, made = replace }) => !text.includes(made));
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

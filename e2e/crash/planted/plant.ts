import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { PLANTED_BUGS, type PlantedBug } from './bugs.ts';
import { edited } from './edits.ts';

/**
 * Preloaded by runtime processes of the judge: plants the bug that `PLANTED_BUG` names into the sources while they are
 * loaded. Nothing is written to disk.
 */
const name = process.env.PLANTED_BUG ?? '';
const bug: PlantedBug | undefined = new Map<string, PlantedBug>(Object.entries(PLANTED_BUGS)).get(name);
if (!bug) throw new RangeError(`There is no planted bug "${name}".`);

const root = new URL('../../../', import.meta.url);
const statements = fileURLToPath(new URL('apps/runtime/src/store/sql/statements.ts', root));
const pathOf = (file: string) => fileURLToPath(new URL(file, root));

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.startsWith('file:') || loaded.source == null) return loaded;
    const path = fileURLToPath(url);
    const text = () => Buffer.from(loaded.source as Uint8Array).toString('utf8');
    const edits = bug.edits.filter(({ file }) => pathOf(file) === path);
    if (edits.length > 0) return { ...loaded, source: edits.reduce(edited, text()) };
    const queries = bug.edits.filter(({ file }) => file.endsWith('.sql'));
    if (path !== statements || queries.length === 0) return loaded;
    // SQL is read, not loaded: the module that reads it gets the edit.
    const replaced = queries.map(
      ({ find, replace }) => `.replace(${JSON.stringify(find)}, () => ${JSON.stringify(replace)})`,
    );
    const edit = {
      file: 'statements.ts',
      find: "import.meta.url), 'utf8')",
      replace: `import.meta.url), 'utf8')${replaced.join('')}`,
    };
    return { ...loaded, source: edited(text(), edit) };
  },
});

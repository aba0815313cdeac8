import ts from 'typescript6';
import type { CompletionDetails, TypeCompletion, TypeProblem } from './messages.ts';

/** A map and the declarations it sees; places are offsets into the map. */
export interface MapTypes {
  /** Declarations: the contracts, the library. Given anew only when they change. */
  readonly declare: (text: string) => void;
  readonly problems: (text: string) => readonly TypeProblem[];
  readonly complete: (text: string, at: number) => TypeCompletion | undefined;
  /** Type and description of one completion. */
  readonly details: (text: string, at: number, name: string) => CompletionDetails | undefined;
}

const MAP = '/map.ts';
const DECLARATIONS = '/declarations.d.ts';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ['lib.es2024.d.ts'],
  types: [],
  strict: true,
  // A script that is no drawn map may leave its input untyped, as it could before there were types.
  noImplicitAny: false,
  skipLibCheck: true,
  noEmit: true,
};

/** More than these nobody reads, and nobody scrolls through. */
const MOST_PROBLEMS = 100;
const MOST_OPTIONS = 500;

/**
 * TypeScript's own language service over two files in memory.
 *
 * @param lib declarations of the language by file name: `virtual:typescript-lib`
 */
export function createMapTypes(lib: Readonly<Record<string, string>>): MapTypes {
  const texts = new Map([
    [MAP, ''],
    [DECLARATIONS, ''],
  ]);
  const versions = new Map<string, number>();
  const put = (file: string, text: string): void => {
    if (texts.get(file) === text) return;
    texts.set(file, text);
    versions.set(file, (versions.get(file) ?? 0) + 1);
  };
  const read = (file: string): string | undefined => texts.get(file) ?? lib[file.replace(/^\/lib\//, '')];
  const service = ts.createLanguageService({
    getCompilationSettings: () => OPTIONS,
    getScriptFileNames: () => [...texts.keys()],
    getScriptVersion: (file) => String(versions.get(file) ?? 0),
    getScriptSnapshot: (file) => {
      const text = read(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => '/lib/lib.es2024.d.ts',
    fileExists: (file) => read(file) !== undefined,
    readFile: read,
  });
  return {
    declare: (text) => put(DECLARATIONS, text),
    problems(text) {
      put(MAP, text);
      const found = [...service.getSyntacticDiagnostics(MAP), ...service.getSemanticDiagnostics(MAP)];
      return found.slice(0, MOST_PROBLEMS).map(({ start = 0, length = 0, messageText, code }) => ({
        from: start,
        to: start + length,
        code,
        message: ts.flattenDiagnosticMessageText(messageText, '\n'),
      }));
    },
    complete(text, at) {
      put(MAP, text);
      const found = service.getCompletionsAtPosition(MAP, at, { includeCompletionsWithInsertText: true });
      if (!found) return undefined;
      const options = found.entries
        .slice(0, MOST_OPTIONS)
        .map(({ name, kind, insertText, replacementSpan, sortText }) => ({
          name,
          kind,
          sort: sortText,
          ...(insertText !== undefined && { insert: insertText }),
          ...(replacementSpan && { from: replacementSpan.start, to: replacementSpan.start + replacementSpan.length }),
        }));
      return { isMember: found.isMemberCompletion, options };
    },
    details(text, at, name) {
      put(MAP, text);
      const found = service.getCompletionEntryDetails(MAP, at, name, undefined, undefined, undefined, undefined);
      return (
        found && {
          type: ts.displayPartsToString(found.displayParts),
          info: ts.displayPartsToString(found.documentation),
        }
      );
    },
  };
}

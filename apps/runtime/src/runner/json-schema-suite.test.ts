import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Json } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { compileSchema } from './contracts.ts';
import { KNOWN_FAILURES } from './json-schema-suite.testing.ts';

const folder = new URL('../../../../../shared/suites/json-schema-test-suite/tests/draft2020-12/', import.meta.url);
const isThere = existsSync(folder);

interface Group {
  readonly description: string;
  readonly schema: Json;
  readonly tests: readonly { readonly description: string; readonly data: Json; readonly valid: boolean }[];
}

/** What each test of a file gave. */
function resultsOf(file: string): readonly { readonly group: string; readonly ok: boolean }[] {
  const groups: readonly Group[] = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  return groups.flatMap(({ description, schema, tests }) => {
    const validate = tryCompile(schema);
    return tests.map(({ data, valid }) => ({ group: `${file}: ${description}`, ok: gives(validate, data) === valid }));
  });
}

/** What the validator says; undefined when it says nothing because it broke. */
function gives(validate: ReturnType<typeof tryCompile>, data: Json): boolean | undefined {
  try {
    return validate?.(data);
  } catch {
    return undefined;
  }
}

function tryCompile(schema: Json) {
  try {
    return compileSchema(schema, {});
  } catch {
    return undefined;
  }
}

describe.skipIf(!isThere)('JSON Schema Test Suite, draft 2020-12 (skipped where ../shared/suites is absent)', () => {
  const files = isThere
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
    : [];
  const results = files.flatMap(resultsOf);

  it('passes 1187 of 1299 tests', () => {
    expect([results.filter(({ ok }) => ok).length, results.length]).toEqual([1187, 1299]);
  });

  it('fails where it is known to', () => {
    const failed = Map.groupBy(
      results.filter(({ ok }) => !ok),
      ({ group }) => group,
    );
    expect(Object.fromEntries([...failed].map(([group, list]) => [group, list.length]))).toEqual(KNOWN_FAILURES);
  });
});

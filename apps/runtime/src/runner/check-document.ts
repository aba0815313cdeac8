import type { ContractDocument } from '@lockstep/schema/api';
import { type ContractProblem, schemaProblems } from '@lockstep/schema/contracts';
import type { Json } from '@lockstep/schema/run';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { compileSchema, createContractChecker } from './contracts.ts';

/** Every process keeps every contract, and people read them. */
const MAX_BYTES = 512 * 1024;

/**
 * What keeps the document of a contract from being published: nobody answers for it, its schema is wrong, it has no example, or one
 * that breaks the schema. In the order of the document; empty when it is in order.
 */
export function documentProblems(document: ContractDocument): readonly ContractProblem[] {
  const { owner, schema, examples } = document;
  const bytes = Buffer.byteLength(JSON.stringify(document));
  if (bytes > MAX_BYTES) {
    return [{ path: '', message: `The contract has ${bytes} bytes; ${MAX_BYTES} are allowed. Say less in examples.` }];
  }
  const wrong = allSchemaProblems(schema);
  return [
    ...(owner.trim() === ''
      ? [{ path: '/owner', message: 'Say who answers for this contract: a team or a person.' }]
      : []),
    ...wrong,
    ...nameProblems(examples),
    ...(examples.length === 0
      ? [{ path: '/examples', message: 'Give one example at least: maps are drawn with it.' }]
      : []),
    ...(wrong.length > 0 ? [] : exampleProblems(document)),
  ];
}

/** Whether the schema can be compared and checked with at all. */
export function isReadable(schema: Json): boolean {
  return allSchemaProblems(schema).length === 0;
}

function allSchemaProblems(schema: Json): readonly ContractProblem[] {
  const wrong = schemaProblems(schema);
  if (wrong.length > 0) return wrong;
  if (!isSchema(schema)) {
    return (isSchema.errors ?? []).slice(0, 50).map(({ instancePath, message = 'is wrong' }) => {
      return { path: `/schema${instancePath}`, message };
    });
  }
  try {
    compileSchema(schema, {});
    return [];
  } catch (error) {
    return [{ path: '/schema', message: error instanceof Error ? error.message : String(error) }];
  }
}

/** The meta-schema of 2020-12, compiled once. */
const isSchema: ValidateFunction = new Ajv2020({ allErrors: true, strict: false }).compile({
  $ref: 'https://json-schema.org/draft/2020-12/schema',
});

function nameProblems(examples: ContractDocument['examples']): readonly ContractProblem[] {
  return examples.flatMap(({ name }, at) => {
    if (examples.findIndex((other) => other.name === name) === at) return [];
    return [{ path: `/examples/${at}/name`, message: `There is another example "${name}".` }];
  });
}

function exampleProblems({ title, description, schema, examples }: ContractDocument): readonly ContractProblem[] {
  const checker = createContractChecker([{ name: 'draft', version: '0.0.0', title, description, schema }]);
  return examples.flatMap(({ name, value }, at) =>
    (checker.check('draft', value) ?? []).map(({ path, message }) => ({
      path: `/examples/${at}/value${path}`,
      message: `The example "${name}" breaks the contract: ${path === '' ? 'it' : path} ${message}.`,
    })),
  );
}

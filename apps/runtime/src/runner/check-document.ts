import type { ContractDocument } from '@lockstep/schema/api';
import { type ContractProblem, schemaProblems } from '@lockstep/schema/contracts';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { createContractChecker, schemaValidator } from './contracts.ts';

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
  const wrong = schemaProblems(schema);
  return [
    ...(owner.trim() === ''
      ? [{ path: '/owner', message: 'Say who answers for this contract: a team or a person.' }]
      : []),
    ...(wrong.length > 0 ? wrong : compileProblems(schema)),
    ...nameProblems(examples),
    ...(examples.length === 0
      ? [{ path: '/examples', message: 'Give one example at least: maps are drawn with it.' }]
      : []),
    ...(wrong.length > 0 ? [] : exampleProblems(document)),
  ];
}

/** Whether the schema can be compared and checked with at all. */
export function isReadable(schema: Json): boolean {
  return schemaProblems(schema).length === 0 && compileProblems(schema).length === 0;
}

function compileProblems(schema: Json): readonly ContractProblem[] {
  const validator = schemaValidator({ allErrors: true });
  if (!validator.validateSchema(schema as JsonObject)) {
    return (validator.errors ?? []).slice(0, 50).map(({ instancePath, message = 'is wrong' }) => {
      return { path: `/schema${instancePath}`, message };
    });
  }
  try {
    validator.compile(schema as JsonObject);
    return [];
  } catch (error) {
    return [{ path: '/schema', message: error instanceof Error ? error.message : String(error) }];
  }
}

function nameProblems(examples: ContractDocument['examples']): readonly ContractProblem[] {
  return examples.flatMap(({ name }, at) => {
    if (examples.findIndex((other) => other.name === name) === at) return [];
    return [{ path: `/examples/${at}/name`, message: `There is another example "${name}".` }];
  });
}

function exampleProblems({ title, description, schema, examples }: ContractDocument): readonly ContractProblem[] {
  if (compileProblems(schema).length > 0) return [];
  const checker = createContractChecker([{ name: 'draft', version: '0.0.0', title, description, schema }]);
  return examples.flatMap(({ name, value }, at) =>
    (checker.check('draft', value) ?? []).map(({ path, message }) => ({
      path: `/examples/${at}/value${path}`,
      message: `The example "${name}" breaks the contract: ${path === '' ? 'it' : path} ${message}.`,
    })),
  );
}

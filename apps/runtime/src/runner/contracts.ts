import { type Contract, findContract, ruleSentence } from '@lockstep/schema/contracts';
import type { ContractIssue } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** More than these nobody reads. */
const MAX_ISSUES = 50;
/** In larger values only the first problem is looked for: each of a million wrong items would be a problem to keep. */
const MAX_VALUES_FOR_ALL_ISSUES = 20_000;

export interface ContractChecker {
  /**
   * Problems of `value` under contract `ref` (`order` is the newest version, `order@2` the newest of its major), at most 50, in the order
   * they were met; `undefined` when there is no such contract.
   */
  check(ref: string, value: Json): readonly ContractIssue[] | undefined;
  /** The contract that a reference means; `undefined` when there is none. */
  find(ref: string): Contract | undefined;
}

/**
 * Checks by JSON Schema 2020-12 with formats. Each schema is compiled once, at its first use, and forgotten with its contract.
 *
 * @param contracts a list that never changes, or a book of contracts
 * @throws Error at the first use of a contract whose schema is broken
 */
export function createContractChecker(
  contracts: readonly Contract[] | { readonly find: (ref: string) => Contract | undefined },
): ContractChecker {
  const first = compiler({ allErrors: false });
  const all = compiler({ allErrors: true });
  const find = isList(contracts) ? inList(contracts) : contracts.find;
  return {
    find,
    check(ref, value) {
      const contract = find(ref);
      if (!contract) return undefined;
      const firstOnly = first(contract);
      if (firstOnly(value)) return [];
      const validate = isLarge(value) ? firstOnly : all(contract);
      validate(value);
      return issuesOf(validate.errors ?? []);
    },
  };
}

type Source = Parameters<typeof createContractChecker>[0];

function isList(contracts: Source): contracts is readonly Contract[] {
  return Array.isArray(contracts);
}

function inList(contracts: readonly Contract[]): (ref: string) => Contract | undefined {
  const known = new Map<string, Contract | undefined>();
  return (ref) => {
    if (!known.has(ref)) known.set(ref, findContract(ref, contracts));
    return known.get(ref);
  };
}

/**
 * Compiles one schema by itself: what one contract calls its parts is nothing to another. Schemas were looked through when they
 * were published.
 *
 * @throws Error when it cannot be compiled
 */
export function compileSchema(schema: Json, options: Options): ValidateFunction {
  // `ownProperties`: a message has no `constructor` only because every object inherits one.
  const instance = new Ajv2020({
    ...options,
    ownProperties: true,
    strict: false,
    logger: false,
    validateSchema: false,
  });
  addFormats.default(instance);
  return instance.compile(schema as JsonObject);
}

function compiler(options: Options): (contract: Contract) => ValidateFunction {
  const compiled = new WeakMap<object, ValidateFunction>();
  return ({ schema }) => {
    const found = compiled.get(schema as JsonObject) ?? compileSchema(schema, options);
    compiled.set(schema as JsonObject, found);
    return found;
  };
}

function issuesOf(errors: readonly ErrorObject[]): readonly ContractIssue[] {
  const issues = new Map<string, ContractIssue>();
  for (const error of errors) {
    const issue = issueOf(error);
    issues.set(`${issue.path} ${issue.message}`, issue);
    if (issues.size === MAX_ISSUES) break;
  }
  return [...issues.values()];
}

/** The place is the field that must change: for a missing or a surplus one that field itself. */
function issueOf({ keyword, instancePath, params, message = 'is wrong' }: ErrorObject): ContractIssue {
  const { missingProperty, additionalProperty, unevaluatedProperty, allowedValues, allowedValue, ...rest } = params as {
    readonly missingProperty?: string;
    readonly additionalProperty?: string;
    readonly unevaluatedProperty?: string;
    readonly allowedValues?: readonly Json[];
    readonly allowedValue?: Json;
  };
  if (keyword === 'required' && missingProperty !== undefined) {
    return { path: `${instancePath}/${escaped(missingProperty)}`, message: 'is missing' };
  }
  const surplus = additionalProperty ?? unevaluatedProperty;
  if (surplus !== undefined) return { path: `${instancePath}/${escaped(surplus)}`, message: 'is not known here' };
  if (allowedValues)
    return { path: instancePath, message: `must be one of ${JSON.stringify(allowedValues).slice(1, -1)}` };
  if (keyword === 'const') return { path: instancePath, message: `must be ${JSON.stringify(allowedValue)}` };
  // The limit is the one parameter of the keyword that is its value; the other only says in which direction.
  const { comparison: _, limit = Object.values(rest)[0] } = rest as Readonly<Record<string, unknown>>;
  return { path: instancePath, message: ruleSentence(keyword, limit) ?? message };
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isLarge(value: Json): boolean {
  let values = 0;
  const open: Json[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    values += 1;
    if (values > MAX_VALUES_FOR_ALL_ISSUES) return true;
    if (typeof next !== 'object' || next === null) continue;
    const items = Array.isArray(next) ? next : Object.values(next);
    if (values + open.length + items.length > MAX_VALUES_FOR_ALL_ISSUES) return true;
    open.push(...items);
  }
  return false;
}

import { z } from 'zod';
import { type Catalogue, type NodeDefinition, portsOf } from '../node/define-node.ts';
import { escapePointer } from './diff.ts';
import type { FlowNode } from './flow.ts';
import type { Issue } from './issue.ts';
import { isExpression, valueAt } from './params.ts';

/** Type, version, parameters and policy of one node, each issue with the field it belongs to. */
export function checkNode(node: FlowNode, catalogue: Catalogue): readonly Issue[] {
  const definition = catalogue.get(node.type);
  if (!definition) return [problem(node, 'type-unknown', `There is no step type "${node.type}".`)];
  if (node.version > definition.version) {
    return [
      problem(
        node,
        'type-version-unknown',
        `"${node.name}" needs version ${node.version} of "${node.type}"; this Lockstep has ${definition.version}.`,
      ),
    ];
  }
  return [...checkParams(node, definition), ...checkDynamicPorts(node, definition), ...checkPolicy(node, definition)];
}

function checkParams(node: FlowNode, definition: NodeDefinition): readonly Issue[] {
  const parsed = z.safeParse(definition.params, node.params);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue): Issue[] => {
    if (isComputed(node, issue)) return [];
    return [problem(node, 'param-invalid', sentence(issue, node), pointer(issue.path))];
  });
}

/** An expression stands where the value is missing: what it gives is known only with a message. */
function isComputed(node: FlowNode, issue: z.core.$ZodIssue): boolean {
  for (let length = 0; length <= issue.path.length; length += 1) {
    if (isExpression(valueAt(node.params, issue.path.slice(0, length)))) return true;
  }
  return issue.code === 'invalid_union' && hasExpression(valueAt(node.params, issue.path));
}

function hasExpression(value: unknown): boolean {
  if (isExpression(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}

function checkDynamicPorts(node: FlowNode, definition: NodeDefinition): readonly Issue[] {
  if (!definition.dynamicPorts) return [];
  const seen = new Set<string>();
  return portsOf(definition, node.params).flatMap((port): Issue[] => {
    if (!seen.has(port)) {
      seen.add(port);
      return [];
    }
    return [{ ...problem(node, 'port-twice', `"${node.name}" has two ports named "${port}".`), port }];
  });
}

function checkPolicy(node: FlowNode, definition: NodeDefinition): readonly Issue[] {
  const { strategy, retry, timeoutMs, slaMs } = node.policy;
  const issues: Issue[] = [];
  if (strategy && !definition.strategies.includes(strategy)) {
    const known = definition.strategies.join(', ') || 'none, it changes nothing outside';
    issues.push(
      problem(
        node,
        'strategy-unsupported',
        `"${node.name}" cannot use "${strategy}"; it knows: ${known}.`,
        'policy/strategy',
      ),
    );
  }
  if (retry && retry.capMs < retry.baseMs) {
    issues.push(problem(node, 'retry-invalid', 'The longest wait is shorter than the first.', 'policy/retry/capMs'));
  }
  if (definition.kind === 'trigger' && (retry || timeoutMs || slaMs)) {
    issues.push({
      ...problem(
        node,
        'policy-unused',
        'A start takes no time and is never retried: this setting has no effect.',
        'policy',
      ),
      severity: 'warning',
    });
  }
  return issues;
}

/** What a person should do, in one sentence; zod's words where they say it already. */
function sentence(issue: z.core.$ZodIssue, node: FlowNode): string {
  const at = valueAt(node.params, issue.path);
  const missing = at === undefined || at === '';
  if (missing && (issue.code === 'invalid_type' || issue.code === 'too_small' || issue.code === 'invalid_value'))
    return 'Required.';
  return issue.message.endsWith('.') ? issue.message : `${issue.message}.`;
}

function problem(node: FlowNode, code: string, message: string, field?: string): Issue {
  return { severity: 'error', code, message, node: node.id, ...(field !== undefined && { field }) };
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${escapePointer(String(key))}`).join('');
}

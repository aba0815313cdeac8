/** The code of an expression as a script says it: what expressions see by name, a script finds in its context. */
export function inScript(code: string): string {
  return code.replaceAll(/(?<![\w$.'"])(steps|trigger|run)(?=[.[?])/g, 'ctx.$1');
}

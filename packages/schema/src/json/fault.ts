/** Where and why a JSON text cannot be read. Line and column count from 1, in characters; offset from 0. */
export class JsonFault extends Error {
  readonly line: number;
  readonly column: number;
  readonly offset: number;

  constructor(reason: string, text: string, at: number) {
    super(reason);
    this.name = 'JsonFault';
    const offset = Math.min(at, text.length);
    const before = text.slice(0, offset);
    let line = 1;
    for (let i = before.indexOf('\n'); i !== -1; i = before.indexOf('\n', i + 1)) line += 1;
    this.line = line;
    this.column = offset - before.lastIndexOf('\n');
    this.offset = offset;
  }
}

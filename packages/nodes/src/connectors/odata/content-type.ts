/** How a JSON body announces numbers that are written as text. @see OData JSON format 4.01, 3.2 */
export function contentType(numbersAsText: boolean): { readonly 'content-type': string } {
  return { 'content-type': numbersAsText ? 'application/json;IEEE754Compatible=true' : 'application/json' };
}

import { type HttpRequest, type HttpResponse, type ResolvedConnection, StepError } from '@lockstep/schema/node';
import { readXmlTree } from '../../../formats/xml/read-tree.ts';
import { httpFailure } from '../../kit/failures.ts';
import { isAbsolute, joinUrl, originOf } from '../../kit/url.ts';
import { readWsdl, type SoapService } from './read-wsdl.ts';
import { inside, type Scoped, said, scoped } from './scoped.ts';

export interface Loading {
  readonly http: (request: HttpRequest) => Promise<HttpResponse>;
  readonly headers: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly now?: number;
}

/** Files a description may be made of. */
const MOST_FILES = 40;

/**
 * The description of a service, with the files it is made of. They are read from the host of the description and from nowhere else.
 *
 * @returns a sentence that says why it cannot be used, when it cannot
 * @throws StepError when a file is not to be had
 */
export async function loadService(connection: ResolvedConnection, loading: Loading): Promise<SoapService | string> {
  const first = addressOf(connection);
  const [documents, schemas]: [Scoped[], Scoped[]] = [[], []];
  const seen = new Set<string>();
  const waiting = [first];
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    if (seen.has(url)) continue;
    seen.add(url);
    if (seen.size > MOST_FILES) return `it is made of more than ${MOST_FILES} files`;
    if (originOf(url) !== originOf(first)) return `it imports ${url}, which is not at its own host`;
    const tree = readXmlTree(await fileAt(url, loading));
    if (!tree.ok) return `${url} cannot be read: ${tree.issue.message}`;
    const root = scoped(tree.root);
    if (root.element.local !== 'definitions' && root.element.local !== 'schema') {
      return `${url} begins with <${root.element.name}>, which is neither WSDL 1.1 nor a schema`;
    }
    const own =
      root.element.local === 'schema' ? [root] : inside(root, 'types').flatMap((types) => inside(types, 'schema'));
    if (root.element.local === 'definitions') documents.push(root);
    schemas.push(...own);
    const further = [
      ...inside(root, 'import').flatMap((each) => said(each, 'location') ?? []),
      ...own.flatMap((schema) =>
        inside(schema, 'import', 'include').flatMap((each) => said(each, 'schemaLocation') ?? []),
      ),
    ];
    waiting.push(...further.map((each) => besides(url as string, each)));
  }
  return readWsdl(documents, schemas);
}

function addressOf({ baseUrl, settings }: ResolvedConnection): string {
  const wsdl = settings.wsdl ?? '';
  if (isAbsolute(wsdl)) return wsdl;
  return wsdl.startsWith('?') ? `${baseUrl.replace(/\?.*$/, '')}${wsdl}` : joinUrl(baseUrl, wsdl);
}

/** An address in a file: absolute, from the root of the host, or beside the file. */
function besides(file: string, location: string): string {
  if (isAbsolute(location)) return location;
  if (location.startsWith('/')) return `${originOf(file)}${location}`;
  if (location.startsWith('?')) return `${file.replace(/\?.*$/, '')}${location}`;
  const folder = file.replace(/\?.*$/, '').replace(/[^/]*$/, '');
  const names: string[] = [];
  for (const name of `${folder.slice(originOf(file).length)}${location}`.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '.' && name !== '') names.push(name);
  }
  return `${originOf(file)}/${names.join('/')}`;
}

async function fileAt(url: string, { http, headers, now = 0 }: Loading): Promise<string> {
  const answer = await http({ method: 'GET', url, headers: { accept: 'text/xml, application/xml', ...headers } });
  if (answer.status === 200) return answer.text;
  throw new StepError(httpFailure(answer, { system: 'The WSDL of the service', write: false, now }));
}

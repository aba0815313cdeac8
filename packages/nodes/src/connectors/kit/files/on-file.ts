import { z } from 'zod';
import { FileFacts, type FilesParam, fileEncoding } from './params.ts';

/** A folder that does not lead out of the one of the connection. */
const INSIDE = /^(?!(.*\/)?\.\.(\/|$)).*$/;
const inside = 'It must lie below the folder of the connection.';

/** Parameters of a trigger that looks into a folder; the runtime reads them as `WatchParams`. */
export const onFileParams = (connection: FilesParam) =>
  z
    .object({
      connection,
      folder: z
        .string()
        .max(1000)
        .regex(INSIDE, inside)
        .default('')
        .describe('Below the folder of the connection. Empty: that folder itself.')
        .meta({ label: 'Folder', placeholder: 'supplier/out', fixed: true }),
      names: z
        .string()
        .min(1)
        .max(500)
        .default('*')
        .describe('Which names count: * stands for any characters, ? for one; several, separated by commas.')
        .meta({ label: 'Names', placeholder: '*.x12, *.edi', fixed: true }),
      finished: z
        .enum(['stable', 'renamed', 'marker'])
        .default('stable')
        .describe(
          'How a file is known to be whole. Names that end in .tmp, .part, .partial or .filepart, or begin with a dot, never count.',
        )
        .meta({
          label: 'Finished when',
          fixed: true,
          words: {
            stable: 'Size and time are the same at two looks',
            renamed: 'It has its name (the partner renames)',
            marker: 'A marker file lies beside it',
          },
        }),
      marker: z
        .string()
        .min(1)
        .max(50)
        .default('.done')
        .describe('Ending of the marker: "orders.csv.done" says that "orders.csv" is finished.')
        .meta({ label: 'Marker', fixed: true, showWhen: { field: '/finished', is: ['marker'] } }),
      everySeconds: z
        .int()
        .min(1)
        .max(86_400)
        .default(60)
        .describe('How often to look, in seconds.')
        .meta({ label: 'Look every', fixed: true }),
      after: z
        .enum(['archive', 'remove', 'leave'])
        .default('archive')
        .describe('What becomes of the file once its run is accepted, and never before.')
        .meta({
          label: 'Then',
          fixed: true,
          words: { archive: 'Move it to the archive', remove: 'Remove it', leave: 'Leave it there' },
        }),
      archive: z
        .string()
        .min(1)
        .max(1000)
        .regex(INSIDE, inside)
        .default('archive')
        .describe(
          'Below the folder of the connection. A file gets its time and the beginning of its hash before its name.',
        )
        .meta({ label: 'Archive', fixed: true, showWhen: { field: '/after', is: ['archive'] } }),
      contentKb: z
        .int()
        .min(0)
        .max(8192)
        .default(1024)
        .describe(
          'Files up to this size, in KB, travel in the message. Larger ones are told by their path: Read file takes them.',
        )
        .meta({ label: 'Content up to', fixed: true }),
      encoding: fileEncoding,
    })
    .refine(({ after, archive, folder }) => after !== 'archive' || plain(archive) !== plain(folder), {
      path: ['archive'],
      message: 'What is put away there would be picked up again: choose another folder.',
    });

export const FILE_CAME = {
  out: FileFacts.extend({
    pickedUpFrom: z.string().describe('Where it lay; path says where it lies now.'),
    sha256: z.string(),
    content: z.string().nullable().describe('Null for a larger file, and for one that is not in the encoding.'),
    problem: z.string().optional().describe('Why there is no content.'),
  }),
};

function plain(folder: string): string {
  return folder
    .split('/')
    .filter((name) => name !== '' && name !== '.')
    .join('/');
}

/** What came of an import, as the command line shows it. */

import { IMPORT_PARTS, type ImportLine, type ImportReply, type ImportState } from '../admin/contract/import.ts';
import { table } from './table.ts';

const WORDS: Readonly<Record<ImportState, string>> = {
  imported: 'imported',
  present: 'already there',
  skipped: 'skipped',
};

/** One line for each thing, then the notes, then the sums as a table. */
export function importLines({ dryRun, lines, notes, counts }: ImportReply): string[] {
  const sums = IMPORT_PARTS.map((part) => {
    const { imported = 0, present = 0, skipped = 0 } = counts[part] ?? {};
    return [part, String(imported), String(present), String(skipped)];
  });
  return [
    ...table(lines.map(lineCells)),
    '',
    ...notes.map((note) => `- ${note}`),
    '',
    ...table([['', 'IMPORTED', 'ALREADY THERE', 'SKIPPED'], ...sums]),
    ...(dryRun ? ['', 'This was a dry run: nothing was changed.'] : []),
  ];
}

function lineCells({ part, state, name, count, why }: ImportLine): string[] {
  const what = count === 1 ? name : `${count} ${name}`;
  return [WORDS[state], part, why === null ? what : `${what}: ${why}`];
}

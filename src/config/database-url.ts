import { RedwolfError } from '../lib/errors.ts';
import { Secret } from '../lib/secret.ts';
import { readDocument } from './document.ts';
import { problemReport } from './problems.ts';
import { readText } from './read-text.ts';
import { isSection, Report } from './report.ts';
import { databaseSchema } from './schema.ts';

/**
 * The database that a configuration file names; undefined where it names none. What else stands in the file is not looked
 * at: a command need not have the environment of the gateway, with all of its platforms' keys.
 *
 * @throws RedwolfError CONFIG_UNREADABLE, CONFIG_INVALID
 */
export function readDatabaseUrl(file: string, environment: NodeJS.ProcessEnv): Secret | undefined {
  const document = readDocument(file, readText(file), environment);
  const report = new Report(document, (path) => path);
  const section = isSection(document.value) ? document.value['database'] : undefined;
  const database = section === undefined ? undefined : report.parse(databaseSchema, section, ['database']);
  const problems = report.problems.filter(({ path }) => path[0] === undefined || path[0] === 'database');
  if (problems.length > 0) throw new RedwolfError('CONFIG_INVALID', problemReport(file, problems));
  return database && new Secret(database.url);
}

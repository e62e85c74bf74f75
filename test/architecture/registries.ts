/** Registries: the lists that name every plugin of a folder, one sorted line each. */

import { Visitor } from 'oxc-parser';
import { exists, list, readSource, type SourceFile } from './source.ts';

interface Registry {
  readonly folder: string;
  /** A plugin is a file that exports a constant of this type; undefined: a folder with a codec.ts. */
  readonly type: string | undefined;
}

const REGISTRIES: readonly Registry[] = [
  { folder: 'src/endpoints', type: 'Endpoint' },
  { folder: 'src/platforms', type: 'Platform' },
  { folder: 'src/protocols', type: undefined },
  { folder: 'src/store/migrations', type: 'Migration' },
];

/** The only index.ts files that there are. */
export const REGISTRY_FILES: ReadonlySet<string> = new Set(REGISTRIES.map(({ folder }) => `${folder}/index.ts`));

interface Plugin {
  readonly name: string;
  /** As its import is written in the registry. */
  readonly specifier: string;
}

/** What the registries lack, one sentence each, with the line to add. */
export function wrongRegistries(): readonly string[] {
  return REGISTRIES.filter(({ folder }) => exists(`${folder}/index.ts`)).flatMap((registry) =>
    compare(readSource(`${registry.folder}/index.ts`), pluginsOf(registry)),
  );
}

/** Compares one registry with the plugins that its folder holds. */
export function compare(file: SourceFile, plugins: readonly Plugin[]): readonly string[] {
  const registered = registeredNames(file);
  const missing = plugins
    .filter(({ name }) => !registered.includes(name))
    .map(({ name, specifier }) =>
      file.imports.some((imported) => imported.specifier === specifier)
        ? `${file.path} imports ${name} and does not list it: add "${name}," to the list.`
        : `${file.path} lacks ${specifier}: add "import { ${name} } from '${specifier}';" and "${name}," to the list.`,
    );
  if (missing.length > 0) return missing;
  const sorted = plugins.map(({ name }) => name);
  const present = registered.filter((name) => sorted.includes(name));
  if (present.join() === sorted.join()) return [];
  return [`${file.path} is not sorted by file name: the order is ${sorted.join(', ')}.`];
}

function pluginsOf({ folder, type }: Registry): readonly Plugin[] {
  const entries = list(folder).filter(({ name }) => name !== 'index.ts' && !name.endsWith('.test.ts'));
  const specifiers = entries
    .filter(({ isFolder }) => isFolder === (type === undefined))
    .map(({ name }) => (type === undefined ? `./${name}/codec.ts` : `./${name}`))
    .sort((a, b) => (withoutEnding(a) < withoutEnding(b) ? -1 : 1));
  return specifiers.flatMap((specifier) => {
    const path = `${folder}/${specifier.slice(2)}`;
    if (!exists(path)) return [];
    return exportedConstants(readSource(path), type ?? 'Codec').map((name) => ({ name, specifier }));
  });
}

/** Names of exported constants that are declared as, or satisfy, a type. */
function exportedConstants({ parsed }: SourceFile, type: string): readonly string[] {
  const names: string[] = [];
  new Visitor({
    ExportNamedDeclaration({ declaration }) {
      if (declaration?.type !== 'VariableDeclaration') return;
      for (const { id, init } of declaration.declarations) {
        if (id.type !== 'Identifier') continue;
        const satisfied = init?.type === 'TSSatisfiesExpression' ? init.typeAnnotation : undefined;
        const declared = id.typeAnnotation?.typeAnnotation;
        if ([satisfied, declared].some((node) => isReferenceTo(node, type))) names.push(id.name);
      }
    },
  }).visit(parsed.program);
  return names;
}

function isReferenceTo(node: unknown, type: string): boolean {
  if (typeof node !== 'object' || node === null || !('typeName' in node)) return false;
  const { typeName } = node;
  return typeof typeName === 'object' && typeName !== null && 'name' in typeName && typeName.name === type;
}

/** Imported names that stand in a list or as a value of an object, in their order. */
function registeredNames({ parsed }: SourceFile): readonly string[] {
  const names: string[] = [];
  const add = (node: { readonly type: string; readonly name?: unknown } | null) => {
    if (node?.type === 'Identifier' && typeof node.name === 'string') names.push(node.name);
  };
  new Visitor({
    ArrayExpression: ({ elements }) => elements.forEach(add),
    ObjectExpression: ({ properties }) => {
      for (const property of properties) if (property.type === 'Property') add(property.value);
    },
  }).visit(parsed.program);
  return names;
}

function withoutEnding(specifier: string): string {
  return specifier.replace(/\.ts$/, '');
}

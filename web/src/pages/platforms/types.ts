import type { PlatformsReply, PlatformView } from '../../../../src/admin/contract/platforms.ts';

export type PlatformType = PlatformsReply['types'][number];

/** Kinds of types, in the order in which they are offered. */
const KINDS = ['cloud', 'local', 'compatible'] as const;
type Kind = (typeof KINDS)[number];

/**
 * The types that fit a search, by kind; the demo is not offered, as nobody adds it.
 * @param nameOf what a type is called on the page
 */
export function groupTypes(types: readonly PlatformType[], search: string, nameOf: (type: PlatformType) => string) {
  const wanted = search.trim().toLowerCase();
  const fitting = types
    .filter(
      (type) => type.type !== 'demo' && `${type.type} ${type.name} ${nameOf(type)}`.toLowerCase().includes(wanted),
    )
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return KINDS.map((kind) => ({ kind, types: fitting.filter((type) => kindOf(type) === kind) })).filter(
    (group) => group.types.length > 0,
  );
}

function kindOf({ type, isLocal }: PlatformType): Kind {
  if (type.endsWith('-compatible')) return 'compatible';
  return isLocal ? 'local' : 'cloud';
}

/** True if the user has to say where it is. */
export function needsAddress({ protocols }: PlatformType): boolean {
  return (protocols[0]?.baseUrl ?? null) === null;
}

/** True if most of its users have a key for it. */
export function wantsKey({ isLocal }: PlatformType): boolean {
  return !isLocal;
}

/** An id that no platform has yet: the type's name, with a number from the second one on. */
export function suggestId(type: string, platforms: readonly PlatformView[]): string {
  // One that was found on this machine becomes a configured one by it.
  const taken = new Set(platforms.filter(({ origin }) => origin !== 'found').map(({ id }) => id));
  const names = [type, ...Array.from({ length: taken.size }, (_, index) => `${type}-${index + 2}`)];
  return names.find((name) => !taken.has(name)) ?? type;
}

/** Names in a text, one a line. */
export function namesOf(lines: string): string[] {
  const names = lines.split('\n').map((line) => line.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

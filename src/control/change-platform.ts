import { randomUUID } from 'node:crypto';
import type { CredentialInput, PlatformCreate, PlatformPatch } from '../admin/contract/platforms.ts';
import { AdminError } from '../admin/errors.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Sealer } from '../lib/seal.ts';
import { Secret } from '../lib/secret.ts';
import { type Draft, type DraftContext, withEntry } from './draft.ts';
import { entryOf, lacksKey } from './entry.ts';
import { invalid, maskedProblem, misplacedProblem, readOnly, staleVersion, unknownPlatform } from './refusals.ts';
import { allSettings, maskedSettings, mergeSettings, misplaced, movesAddress, splitSettings } from './settings.ts';
import { type Credential, credentialOwner, type StoredPlatform } from './state.ts';

/** Throws AdminError: PLATFORM_EXISTS, CONFIG_INVALID. */
export function createPlatform(context: DraftContext, body: PlatformCreate): Draft {
  const { state, platforms, sealer } = context;
  const known = platforms.find(({ id }) => id === body.id);
  if (known !== undefined && known.origin !== 'found') {
    throw new AdminError(409, 'PLATFORM_EXISTS', `There is a platform "${body.id}" already. Choose another id.`);
  }
  const settings = readSettings({}, body.settings ?? {});
  const platform: StoredPlatform = {
    id: body.id,
    type: body.type,
    ...splitSettings(settings),
    isEnabled: body.enabled ?? true,
    position: body.position ?? nextPosition(state.platforms),
    version: state.version + 1,
    credentials: (body.credentials ?? []).map((input) =>
      credentialFor({ id: body.id, credentials: [] }, input, sealer),
    ),
  };
  checkPlatform(context, platform, { mayLackKey: false });
  return {
    state: { ...state, platforms: withEntry(state.platforms, platform.id, platform) },
    what: `Added the platform ${platform.id} (${platform.type}).`,
    notes:
      settings['models'] === undefined
        ? ['It has no models yet. redwolf asks for them within a minute; POST /api/models/refresh does so at once.']
        : [],
  };
}

/**
 * Absent = unchanged, null = cleared. A platform that was found on this machine becomes a stored one by it.
 *
 * Throws AdminError: PLATFORM_UNKNOWN, READ_ONLY, STALE_VERSION, CONFIG_INVALID.
 */
export function patchPlatform(context: DraftContext, id: string, patch: PlatformPatch): Draft {
  const { state } = context;
  const before = editable(context, id);
  checkSeen(before.version, patch.version);
  const old = allSettings(before);
  const settings = patch.settings === null ? {} : readSettings(old, patch.settings ?? {});
  const hasMoved = movesAddress(old, settings);
  const { credentials, notes } = newPool(context, before, patch, hasMoved);
  // Headers may carry a key of another kind; they stay with the address that they were given for.
  const dropsHeaders = hasMoved && settings['headers'] !== undefined && patch.settings?.headers === undefined;
  const platform: StoredPlatform = {
    ...before,
    ...splitSettings(dropsHeaders ? mergeSettings(settings, { headers: null }) : settings),
    isEnabled: patch.enabled ?? before.isEnabled,
    position: patch.position ?? before.position,
    version: state.version + 1,
    credentials,
  };
  checkPlatform(context, platform, { mayLackKey: true });
  return {
    state: { ...state, platforms: withEntry(state.platforms, id, platform) },
    what: `Changed the platform ${id}${patch.enabled === undefined ? '' : patch.enabled ? ': enabled' : ': disabled'}.`,
    notes: [
      ...notes,
      ...(dropsHeaders ? ['The headers were cleared, as the address changed and they were not sent again.'] : []),
    ],
  };
}

/** Throws AdminError: PLATFORM_UNKNOWN, READ_ONLY, STALE_VERSION. */
export function removePlatform(context: DraftContext, id: string, seen: number | undefined): Draft {
  const { state } = context;
  const before = editable(context, id);
  checkSeen(before.version, seen);
  if (!state.platforms.has(id)) {
    throw new AdminError(409, 'READ_ONLY', `The platform ${id} was found on this machine. Disable it instead.`);
  }
  const models = [...state.models].filter(([, model]) => model.platform !== id);
  return {
    state: { ...state, platforms: withEntry(state.platforms, id, undefined), models: new Map(models) },
    what: `Removed the platform ${id}.`,
    notes: [],
  };
}

/**
 * The same checks as the configuration file's. A platform that is there may lack its key, and is not used then.
 *
 * Throws AdminError CONFIG_INVALID.
 */
export function checkPlatform(
  { base, checks }: Pick<DraftContext, 'base' | 'checks'>,
  platform: StoredPlatform,
  { mayLackKey }: { readonly mayLackKey: boolean },
): void {
  const type = base.types.get(platform.type);
  const isWaiting = mayLackKey && type !== undefined && lacksKey(platform, type);
  const entry = { ...entryOf(platform), ...(isWaiting && { api_keys: ['to-be-given'] }) };
  const { problems } = checks.checkPlatformEntry(entry, base.types);
  if (problems.length > 0) throw invalid(problems);
}

/**
 * Any version since the part's last change will do, that of the whole configuration too.
 *
 * Throws AdminError STALE_VERSION.
 */
export function checkSeen(current: number, seen: number | undefined): void {
  if (seen !== undefined && seen < current) throw staleVersion(current);
}

/** The stored platform of that id, or what a found one would be if it were stored. */
function editable({ state, platforms }: DraftContext, id: string): StoredPlatform {
  const found = platforms.find((platform) => platform.id === id);
  if (found === undefined) {
    throw unknownPlatform(
      id,
      platforms.map((platform) => platform.id),
    );
  }
  if (found.origin === 'file' || found.state === 'hidden_by_file') throw readOnly(`The platform "${id}"`);
  if (found.stored !== undefined) return found.stored;
  return {
    id,
    type: found.type,
    settings: {},
    secretSettings: undefined,
    isEnabled: true,
    position: nextPosition(state.platforms),
    version: 0,
    credentials: [],
  };
}

function readSettings(before: JsonObject, changes: object): JsonObject {
  // The body was JSON.
  const given = changes as JsonObject;
  const [wrong] = misplaced(given);
  if (wrong !== undefined) throw invalid([misplacedProblem(`settings.${wrong}`)]);
  const [masked] = maskedSettings(given);
  if (masked !== undefined) throw invalid([maskedProblem(masked)]);
  return mergeSettings(before, given);
}

function newPool(
  { sealer }: DraftContext,
  before: StoredPlatform,
  patch: PlatformPatch,
  hasMoved: boolean,
): { credentials: Credential[]; notes: string[] } {
  const wanted = patch.credentials === null ? [] : (patch.credentials ?? before.credentials.map(({ id }) => ({ id })));
  const pool = wanted.map((input) => credentialFor(before, input, sealer));
  const kept = hasMoved ? pool.filter(({ id }) => before.credentials.every((old) => old.id !== id)) : pool;
  const dropped = pool.length - kept.length;
  const keys = dropped === 1 ? 'The key was' : `${dropped} keys were`;
  const note = `${keys} cleared, as the address changed and it was not sent again.`;
  return { credentials: kept, notes: dropped === 0 ? [] : [note] };
}

function credentialFor(
  platform: Pick<StoredPlatform, 'id' | 'credentials'>,
  input: CredentialInput,
  sealer: Sealer,
): Credential {
  const known = platform.credentials.find(({ id }) => id === input.id);
  if (input.key !== undefined) {
    const about = { name: input.name ?? known?.name ?? '', weight: weightOf(input, known) };
    return newCredential(platform.id, input.key, about, sealer);
  }
  if (known === undefined) {
    throw invalid([
      { path: 'credentials', message: `there is no credential "${input.id ?? ''}", and no key was given` },
    ]);
  }
  return { ...known, name: input.name ?? known.name, weight: weightOf(input, known) };
}

/** Absent = unchanged, null = none. */
function weightOf({ weight }: CredentialInput, known: Credential | undefined): number | undefined {
  return weight === undefined ? known?.weight : (weight ?? undefined);
}

/** A key gets an id of its own, so that it can never be taken for another one. */
function newCredential(platform: string, key: string, about: Partial<Credential>, sealer: Sealer): Credential {
  const id = `cred_${randomUUID()}`;
  const secret = new Secret(key);
  return {
    id,
    name: about.name ?? '',
    weight: about.weight,
    key: secret,
    sealed: sealer.seal(secret, credentialOwner(platform, id)),
  };
}

function nextPosition(platforms: ReadonlyMap<string, StoredPlatform>): number {
  return Math.max(0, ...[...platforms.values()].map(({ position }) => position)) + 1;
}

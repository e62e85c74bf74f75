import type { KeyCreate, KeyPatch, KeyView } from '../admin/contract/keys.ts';
import type { KeyPolicy } from '../config/key-policy.ts';
import type { KeyRecord } from '../store/ports.ts';

/** What of a change is about the policy. */
type PolicyChange = Pick<
  KeyCreate | KeyPatch,
  'models' | 'platforms' | 'modes' | 'scenes' | 'limits' | 'budget' | 'capture'
>;

/** The policy after a change: what is absent stays, null takes a restriction away. */
export function changedPolicy(before: KeyPolicy, change: PolicyChange): KeyPolicy {
  const { models, platforms, modes, scenes, limits, budget, capture } = change;
  return withoutNothing({
    ...before,
    ...withoutAbsent({ models, platforms, modes, scenes, capture }),
    limits: merged(before.limits, limits),
    budget: merged(before.budget, budget),
  });
}

/** What is shown of a key. @param now UTC milliseconds */
export function keyView(record: KeyRecord, now: number): KeyView {
  const policy: KeyPolicy = JSON.parse(record.policy);
  const { models, platforms, modes, scenes, limits = {}, budget = {}, capture = null } = policy;
  return {
    id: record.id,
    name: record.name,
    prefix: record.prefix,
    origin: record.origin === 'config' ? 'file' : 'stored',
    state: stateOf(record, now),
    enabled: record.isEnabled,
    owner: record.owner,
    expiresAt: record.expiresAt,
    createdAt: record.createdAt,
    models: listOrNull(models),
    platforms: listOrNull(platforms),
    modes: listOrNull(modes),
    scenes: listOrNull(scenes),
    limits,
    budget,
    capture,
    previousUntil: (record.previousUntil ?? 0) > now ? record.previousUntil : null,
    resetAt: record.resetAt,
    version: record.version,
  };
}

function stateOf({ isEnabled, expiresAt }: KeyRecord, now: number): KeyView['state'] {
  if (!isEnabled) return 'disabled';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

function listOrNull(list: readonly string[] | undefined): string[] | null {
  return list === undefined ? null : [...list];
}

function merged<Part extends object>(before: Part | undefined, change: object | null | undefined): Part | undefined {
  if (change === null) return undefined;
  const after = withoutNothing<Part>({ ...before, ...withoutAbsent(change ?? {}) });
  return Object.keys(after).length === 0 ? undefined : after;
}

function withoutAbsent(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Fields that are null or undefined restrict nothing. */
function withoutNothing<Part extends object>(fields: object): Part {
  const kept = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  // The contract has checked the fields; only those that may be absent were taken away.
  return Object.fromEntries(kept) as Part;
}

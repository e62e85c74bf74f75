import { auditEntry } from '../admin/audit-entry.ts';
import type {
  KeyCreate,
  KeyPatch,
  KeyReply,
  KeyRotate,
  KeysReply,
  KeyUsageReply,
  SecretReply,
} from '../admin/contract/keys.ts';
import { AdminError } from '../admin/errors.ts';
import type { ClientKeysPort, KeyManager } from '../admin/ports.ts';
import type { KeyPolicy } from '../config/key-policy.ts';
import { type KeyRing, makeKeyRecord, prefixOf } from '../gateway/key-ring.ts';
import type { Standing } from '../gateway/limits/admit.ts';
import { type ClientKey, clientKey } from '../gateway/limits/client-key.ts';
import type { Clock } from '../lib/clock.ts';
import { RedwolfError } from '../lib/errors.ts';
import { newClientKey } from '../lib/ids.ts';
import { dollarsOfNano } from '../lib/money.ts';
import { nearest } from '../lib/nearest.ts';
import type { KeyChange, KeyRecord, KeyStore } from '../store/ports.ts';
import { changedPolicy, keyView } from './key-policy.ts';
import { staleVersion } from './refusals.ts';

const DAY_SECONDS = 24 * 60 * 60;
const SECOND = 1_000;
/** As in the configuration file: something to read, and no line of more than a table can hold. */
const NAME = /^[^\s\p{Cc}](?:[^\p{Cc}]{0,98}[^\s\p{Cc}])?$/u;

export interface ClientKeysParts {
  readonly keys: KeyStore;
  readonly ring: Pick<KeyRing, 'hashOf'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly standing: (key: ClientKey) => Promise<Standing>;
  /** What a key that a member makes may do. */
  readonly memberPolicy: KeyPolicy;
  /** Makes the stored keys those that hold, before the change is answered. */
  readonly onChange: () => Promise<void>;
}

/**
 * Makes, changes and ends client keys. A member sees and has only their own, and what a key may do is the administrators'
 * to say: a member makes, renames, disables, rotates and deletes. Each change stands in the audit log. All reject with RedwolfError KEY_UNKNOWN, KEY_EXISTS, KEY_NAME_INVALID or
 * KEY_READ_ONLY, and with AdminError FORBIDDEN, or STALE_VERSION where somebody changed the key meanwhile.
 */
export class ClientKeys implements ClientKeysPort {
  readonly #parts: ClientKeysParts;

  constructor(parts: ClientKeysParts) {
    this.#parts = parts;
  }

  async list(by: KeyManager): Promise<KeysReply> {
    const now = this.#parts.clock.now();
    return { keys: (await this.#visible(by)).map((record) => keyView(record, now)) };
  }

  async show(id: string, by: KeyManager): Promise<KeyReply> {
    return { key: keyView(await this.#find(id, by), this.#parts.clock.now()) };
  }

  /** The id of the key with this name. Rejects with RedwolfError KEY_UNKNOWN, with the nearest name. */
  async idOf(name: string): Promise<string> {
    const known = await this.#parts.keys.list();
    const key = known.find((candidate) => candidate.name === name);
    if (key !== undefined) return key.id;
    const suggestion = nearest(
      name,
      known.map((candidate) => candidate.name),
    );
    const hint = suggestion === undefined ? '"redwolf key list" shows all.' : `Did you mean "${suggestion}"?`;
    throw new RedwolfError('KEY_UNKNOWN', `There is no key "${name}". ${hint}`);
  }

  /** @param secret one that is in use elsewhere, such as a key of the original redwolf; default: a new one */
  async create(settings: KeyCreate, by: KeyManager, secret = newClientKey()): Promise<SecretReply> {
    const { keys, clock, ring, memberPolicy } = this.#parts;
    const isMembers = by.role !== 'admin';
    if (isMembers) refuseOfMember(settings);
    await this.#checkName(settings.name);
    const policy = isMembers ? memberPolicy : changedPolicy({}, settings);
    const record = makeKeyRecord(settings.name, secret, 'created', clock.now(), ring, {
      owner: isMembers ? by.id : (settings.owner ?? null),
      expiresAt: settings.expiresAt ?? null,
      isEnabled: settings.enabled ?? true,
      policy: JSON.stringify(policy),
    });
    const key = keyView(record, clock.now());
    const what = `Made the key "${record.name}".`;
    await keys.insert(record, auditEntry(by, clock.now(), { action: 'key.create', what, after: key }));
    await this.#parts.onChange();
    return { key, secret };
  }

  async patch(id: string, patch: KeyPatch, by: KeyManager): Promise<KeyReply> {
    const record = await this.#findWritable(id, patch.version, by);
    if (by.role !== 'admin') refuseOfMember(patch);
    if (patch.name !== undefined && patch.name !== record.name) await this.#checkName(patch.name);
    const { name, owner, expiresAt, enabled } = patch;
    const change = {
      ...(name !== undefined && { name }),
      ...(owner !== undefined && { owner }),
      ...(expiresAt !== undefined && { expiresAt }),
      ...(enabled !== undefined && { isEnabled: enabled }),
      policy: JSON.stringify(changedPolicy(JSON.parse(record.policy), patch)),
    };
    return this.#update(record, change, by, 'key.change', 'Changed');
  }

  /** The row stays for the sake of its calls, but without its secret, so that name and secret are free again. */
  async remove(id: string, seen: number | undefined, by: KeyManager): Promise<void> {
    const record = await this.#findWritable(id, seen, by);
    const withoutSecret = { hash: `deleted ${record.id}`, previousHash: null, previousUntil: null };
    const change = { deletedAt: this.#parts.clock.now(), ...withoutSecret };
    await this.#update(record, change, by, 'key.delete', 'Deleted');
  }

  /** Of several rotations within the overlap the last two secrets are good. */
  async rotate(id: string, request: KeyRotate, by: KeyManager): Promise<SecretReply> {
    const { overlapSeconds = DAY_SECONDS, version } = request;
    const record = await this.#findWritable(id, version, by);
    const secret = newClientKey();
    const change = {
      hash: this.#parts.ring.hashOf(secret),
      prefix: prefixOf(secret),
      previousHash: record.hash,
      previousUntil: this.#parts.clock.now() + overlapSeconds * SECOND,
    };
    const { key } = await this.#update(record, change, by, 'key.rotate', 'Gave a new secret to');
    return { key, secret };
  }

  /** Budgets count from now on; no row is deleted. It is no change of what the file says, so its keys can be reset too. */
  async reset(id: string, by: KeyManager): Promise<KeyReply> {
    const change = { resetAt: this.#parts.clock.now() };
    return this.#update(await this.#find(id, by), change, by, 'key.reset', 'Reset the budgets of');
  }

  async usage(id: string, by: KeyManager): Promise<KeyUsageReply> {
    const { budget, running, requests, tokens } = await this.#parts.standing(clientKey(await this.#find(id, by)));
    return {
      budget: budget.map(({ period, unit, limit, spent, reserved, resetsAt }) => {
        const shown = (value: number) => (unit === 'tokens' ? value : dollarsOfNano(value));
        return {
          period,
          unit: unit === 'tokens' ? 'tokens' : 'usd',
          limit: shown(limit),
          spent: shown(spent),
          reserved: shown(reserved),
          resetsAt,
        };
      }),
      running,
      minute: { requests, tokens },
    };
  }

  async #update(record: KeyRecord, change: KeyChange, by: KeyManager, action: string, verb: string): Promise<KeyReply> {
    const now = this.#parts.clock.now();
    const after = keyView({ ...record, ...change, version: record.version + 1 }, now);
    const deed = { action, what: `${verb} the key "${record.name}".`, before: keyView(record, now), after };
    const isDone = await this.#parts.keys.update(record.id, record.version, change, auditEntry(by, now, deed));
    if (!isDone) throw staleVersion(record.version + 1);
    await this.#parts.onChange();
    return { key: after };
  }

  /** A key of somebody else is none for a member. */
  async #visible(by: KeyManager): Promise<readonly KeyRecord[]> {
    const keys = await this.#parts.keys.list();
    return by.role === 'admin' ? keys : keys.filter(({ owner }) => owner !== null && owner === by.id);
  }

  async #find(id: string, by: KeyManager): Promise<KeyRecord> {
    const record = (await this.#visible(by)).find((candidate) => candidate.id === id);
    if (record === undefined) throw new RedwolfError('KEY_UNKNOWN', `There is no key with the id "${id}".`);
    return record;
  }

  async #findWritable(id: string, seen: number | undefined, by: KeyManager): Promise<KeyRecord> {
    const record = await this.#find(id, by);
    if (record.origin === 'config') {
      const message = `The key "${record.name}" is declared in the configuration file. Change it there, then restart redwolf.`;
      throw new RedwolfError('KEY_READ_ONLY', message);
    }
    if (seen !== undefined && seen !== record.version) throw staleVersion(record.version);
    return record;
  }

  async #checkName(name: string): Promise<void> {
    if (!NAME.test(name)) {
      const message = 'The name of a key has 1 to 100 characters, and no blanks at its ends.';
      throw new RedwolfError('KEY_NAME_INVALID', message);
    }
    if ((await this.#parts.keys.list()).every((key) => key.name !== name)) return;
    throw new RedwolfError('KEY_EXISTS', `There is a key "${name}" already. Choose another name.`);
  }
}

/** Throws AdminError FORBIDDEN for what only an administrator may say; also what an administrator closed stays closed. */
function refuseOfMember({ name: _, version: __, enabled, ...others }: Partial<KeyPatch>): void {
  const isMore = enabled === true || Object.values(others).some((value) => value !== undefined);
  if (!isMore) return;
  const message = 'A member may name, disable, rotate and delete own keys. Everything else an administrator sets.';
  throw new AdminError(403, 'FORBIDDEN', message);
}

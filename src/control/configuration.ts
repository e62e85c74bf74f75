import { auditEntry } from '../admin/audit-entry.ts';
import type { ModelsPatch, ModelsPatchReply, ModelsReply } from '../admin/contract/models.ts';
import type { PlatformCreate, PlatformPatch, PlatformReply, PlatformsReply } from '../admin/contract/platforms.ts';
import type {
  HistoryReply,
  RoutingPatch,
  RoutingReply,
  SettingsPatch,
  StoredSettings,
  UndoReply,
} from '../admin/contract/settings.ts';
import { AdminError } from '../admin/errors.ts';
import type { Actor, ConfigurationPort } from '../admin/ports.ts';
import type { Clock } from '../lib/clock.ts';
import type { Sealer } from '../lib/seal.ts';
import { Turns } from '../lib/turns.ts';
import type { Routing } from '../routing/routing.ts';
import type { ConfigurationStore } from '../store/configuration-ports.ts';
import { patchModels } from './change-models.ts';
import { createPlatform, patchPlatform, removePlatform } from './change-platform.ts';
import { patchRouting } from './change-routing.ts';
import { patchSettings } from './change-settings.ts';
import type { Draft, DraftContext } from './draft.ts';
import { type Base, type Effective, effectiveOf } from './effective.ts';
import { changeBetween, undo } from './history.ts';
import { oddPriceNote } from './price-notes.ts';
import { staleVersion, unknownPlatform } from './refusals.ts';
import { modelRow, type State, type StoredModel, type StoredPlatform, stateFrom } from './state.ts';
import { historyView, modelViews, platformView, routingView, settingsView, typeViews } from './views.ts';

export interface ConfigurationPorts {
  readonly store: ConfigurationStore;
  /** The one of the start; see `reload`. */
  readonly sealer: Sealer;
  readonly clock: Pick<Clock, 'now'>;
  /** Told of each new routing, at once, and of the platforms that were changed. */
  readonly onChange: (routing: Routing, changed: readonly string[]) => void;
}

/**
 * The configuration that changes while redwolf runs. Each change is checked, written with its history, and then holds for
 * new calls: they ask for `routing`, which is made anew, while running calls keep the one that they began with.
 */
export class RuntimeConfiguration implements ConfigurationPort {
  readonly base: Base;
  readonly #ports: ConfigurationPorts;
  /** One change after the other. */
  readonly #turns = new Turns(1);
  #sealer: Sealer;
  #state: State;
  #effective: Effective;
  #watcher: (effective: Effective) => void = () => undefined;

  private constructor(base: Base, ports: ConfigurationPorts, state: State) {
    this.base = base;
    this.#ports = ports;
    this.#sealer = ports.sealer;
    this.#state = state;
    this.#effective = effectiveOf(base, state);
  }

  /** Reads what was stored. Rejects as the store does. */
  static async open(base: Base, ports: ConfigurationPorts): Promise<RuntimeConfiguration> {
    return new RuntimeConfiguration(base, ports, stateFrom(await ports.store.load(), ports.sealer));
  }

  /** Reads everything anew, after another process sealed it under another key. Rejects as the store does. */
  async reload(sealer: Sealer): Promise<void> {
    await this.#turns.take(async () => {
      const state = stateFrom(await this.#ports.store.load(), sealer);
      this.#sealer = sealer;
      this.#swap(state);
    });
  }

  /** Brings in what another process, such as a command, has changed. Rejects as the store does. */
  async follow(): Promise<void> {
    await this.#turns.take(async () => {
      const stored = await this.#ports.store.load();
      const { version, models } = this.#state;
      if (stored.version === version && stored.models.length === models.size) return;
      this.#swap(withSamePlatforms(stateFrom(stored, this.#sealer), this.#state));
    });
  }

  /** Tells one listener of what holds after each change. */
  watch(watcher: (effective: Effective) => void): void {
    this.#watcher = watcher;
  }

  get routing(): Routing {
    return this.#effective.routing;
  }

  get effective(): Effective {
    return this.#effective;
  }

  get state(): State {
    return this.#state;
  }

  platforms(): PlatformsReply {
    const { types } = this.base;
    const platforms = this.#effective.platforms.map((platform) => platformView(platform, types));
    return { version: this.#state.version, platforms, types: typeViews(types) };
  }

  platform(id: string): PlatformReply {
    return this.#platformReply(id, []);
  }

  async createPlatform(body: PlatformCreate, who: Actor): Promise<PlatformReply> {
    const { notes } = await this.change(who, 'platform.create', (context) => createPlatform(context, body));
    return this.#platformReply(body.id, notes);
  }

  async patchPlatform(id: string, patch: PlatformPatch, who: Actor): Promise<PlatformReply> {
    const { notes } = await this.change(who, 'platform.change', (context) => patchPlatform(context, id, patch));
    return this.#platformReply(id, notes);
  }

  async removePlatform(id: string, seen: number | undefined, who: Actor): Promise<{ version: number }> {
    await this.change(who, 'platform.remove', (context) => removePlatform(context, id, seen));
    return { version: this.#state.version };
  }

  models(): ModelsReply {
    return { version: this.#state.version, models: modelViews(this.#effective, this.#state) };
  }

  async patchModels(patch: ModelsPatch, who: Actor): Promise<ModelsPatchReply> {
    await this.change(who, 'models.change', (context) => patchModels(context, patch));
    const notes = await this.#priceNotes(patch);
    const named = (platform: string, id: string) =>
      patch.models.some((change) => change.platform === platform && change.id === id);
    const { version, models } = this.models();
    return { version, models: models.filter(({ platform, id }) => named(platform, id)), notes };
  }

  routingSettings(): RoutingReply {
    return routingView(this.base, this.#effective, this.#state);
  }

  async patchRouting(patch: RoutingPatch, who: Actor): Promise<RoutingReply> {
    await this.change(who, 'routing.change', (context) => patchRouting(context, patch));
    return this.routingSettings();
  }

  settings(): StoredSettings {
    return { ...settingsView(this.base, this.#effective, this.#state), routing: this.routingSettings() };
  }

  async patchSettings(patch: Omit<SettingsPatch, 'debug'>, who: Actor): Promise<StoredSettings> {
    await this.change(who, 'settings.change', (context) => patchSettings(context, patch));
    return this.settings();
  }

  /**
   * One change after the other, each with its entry in the history. One that changes nothing leaves no trace.
   * @param isTrial nothing is changed, and the draft tells what would be
   */
  change(who: Actor, action: string, make: (context: DraftContext) => Draft, isTrial = false): Promise<Draft> {
    return this.#turns.take(async () => {
      // The checks bring zod, which a start needs not.
      const checks = await import('../config/check-entries.ts');
      const { store, clock } = this.#ports;
      const sealer = this.#sealer;
      const { platforms } = this.#effective;
      const draft = make({ base: this.base, state: this.#state, platforms, sealer, checks });
      if (isTrial || draft.state === this.#state) return draft;
      const entry = auditEntry(who, clock.now(), { action, what: draft.what });
      await store.commit(changeBetween(this.#state, draft.state, entry, sealer));
      this.#swap({ ...draft.state, version: this.#state.version + 1 });
      return draft;
    });
  }

  async history(limit: number, before: number | undefined): Promise<HistoryReply> {
    const rows = await this.#ports.store.history(limit, before);
    return { version: this.#state.version, changes: rows.map(historyView) };
  }

  /** @param seen the newest version that was looked at; a later one is refused, as it would be taken back unseen */
  async undo(version: number, seen: number | undefined, who: Actor): Promise<UndoReply> {
    const rows = await this.#ports.store.historySince(version);
    if (rows.at(-1)?.configVersion !== version) {
      throw new AdminError(404, 'VERSION_UNKNOWN', `There is no change with the version ${version}.`);
    }
    const { what, notes } = await this.change(who, 'configuration.undo', (context) => {
      const newest = rows[0]?.configVersion ?? 0;
      if (newest !== context.state.version || (seen ?? newest) < newest) throw staleVersion(context.state.version);
      return undo(context, rows);
    });
    return { version: this.#state.version, what, notes: [...notes] };
  }

  /** What platforms said of their models, which is nobody's change: it has no version and no history. */
  async learn(models: (known: State['models']) => readonly StoredModel[]): Promise<void> {
    await this.#turns.take(async () => {
      const learnt = models(this.#state.models);
      if (learnt.length === 0) return;
      await this.#ports.store.commit({ putModels: learnt.map(modelRow) });
      const entries = learnt.map((model): [string, StoredModel] => [`${model.platform}:${model.model}`, model]);
      this.#swap({ ...this.#state, models: new Map([...this.#state.models, ...entries]) });
    });
  }

  /** Of prices that are given by hand and far from what the price book knows. */
  async #priceNotes({ models }: ModelsPatch): Promise<string[]> {
    const { prices } = this.base;
    const typeOf = (id: string) => this.#effective.platforms.find((platform) => platform.id === id)?.type ?? '';
    await prices.load(models.map(({ platform }) => typeOf(platform)));
    return models.flatMap(({ platform, id, price }) => {
      if (price === null || price === undefined) return [];
      const known = prices.list(typeOf(platform)).find(id, this.#ports.clock.now());
      return oddPriceNote(`${platform}:${id}`, price, known) ?? [];
    });
  }

  #swap(state: State): void {
    const before = this.#state.platforms;
    const changed = [...state.platforms].filter(([id, platform]) => before.get(id) !== platform).map(([id]) => id);
    this.#state = state;
    this.#effective = effectiveOf(this.base, state);
    this.#ports.onChange(this.#effective.routing, changed);
    this.#watcher(this.#effective);
  }

  #platformReply(id: string, notes: readonly string[]): PlatformReply {
    const { platforms } = this.#effective;
    const found = platforms.find((platform) => platform.id === id);
    if (found === undefined) {
      const ids = platforms.map((platform) => platform.id);
      throw unknownPlatform(id, ids);
    }
    return { version: this.#state.version, platform: platformView(found, this.base.types), notes: [...notes] };
  }
}

/** Platforms that nobody changed stay the same object, by which that is seen. */
function withSamePlatforms(state: State, { platforms: before }: State): State {
  const platforms = [...state.platforms].map(([id, platform]): [string, StoredPlatform] => {
    const known = before.get(id);
    return [id, known?.version === platform.version ? known : platform];
  });
  return { ...state, platforms: new Map(platforms) };
}

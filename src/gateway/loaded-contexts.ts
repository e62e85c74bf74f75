import type { Clock } from '../lib/clock.ts';
import type { Target } from '../routing/plan.ts';

/** How long a platform keeps a model in memory that nobody asks: Ollama's default for `keep_alive`. */
const KEPT_MS = 5 * 60_000;

// Clients may name models as they like.
const MOST = 256;

interface Loaded {
  /** Tokens. */
  readonly size: number;
  /** Monotonic milliseconds of the last request. */
  readonly at: number;
}

/**
 * Remembers for which context each model was told to be loaded, on platforms that are told. A smaller one than it has would
 * load the model anew, and so would the next large request; Claude Code's small and large requests come by turns.
 */
export class LoadedContexts {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #loaded = new Map<string, Loaded>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Tokens; undefined where the model is probably in memory no more. */
  of(target: Target): number | undefined {
    const loaded = this.#loaded.get(nameOf(target));
    return loaded === undefined || this.#isGone(loaded) ? undefined : loaded.size;
  }

  /** The model is asked with this context, in tokens. */
  note(target: Target, size: number): void {
    if (this.#loaded.size >= MOST) this.#forgetOld();
    this.#loaded.set(nameOf(target), { size, at: this.#clock.monotonic() });
  }

  #isGone({ at }: Loaded): boolean {
    return this.#clock.monotonic() - at > KEPT_MS;
  }

  #forgetOld(): void {
    for (const [name, loaded] of this.#loaded) if (this.#isGone(loaded)) this.#loaded.delete(name);
  }
}

function nameOf({ upstream, channel, model }: Target): string {
  return JSON.stringify([upstream.id, channel.url.origin, model]);
}

import { AdminError } from '../../admin/errors.ts';
import { messageOf } from '../../lib/errors.ts';
import { asArray, isObject, type Json } from '../../lib/json.ts';
import type { Draft, DraftContext } from '../draft.ts';
import { type EffectivePlatform, effectiveOf } from '../effective.ts';
import type { State } from '../state.ts';
import type { ImportReport } from './report.ts';

/** Several changes one upon the other, before any of them holds. */
export class Composition {
  readonly #context: DraftContext;
  state: State;
  platforms: readonly EffectivePlatform[];

  constructor(context: DraftContext) {
    this.#context = context;
    this.state = context.state;
    this.platforms = context.platforms;
  }

  get declaredRouting(): ReadonlySet<string> {
    return this.#context.base.declaredRouting;
  }

  has(id: string): boolean {
    return this.platforms.some((platform) => platform.id === id);
  }

  /** Why it is refused; undefined where it was done. */
  try(change: (context: DraftContext) => Draft): string | undefined {
    const { state, platforms } = this;
    try {
      this.state = change({ ...this.#context, state, platforms }).state;
      this.platforms = effectiveOf(this.#context.base, this.state).platforms;
      return undefined;
    } catch (error) {
      if (error instanceof AdminError) return reasonOf(error);
      throw error;
    }
  }
}

/** The configuration says it already: by its file, or by a change. */
export function isSet({ state, declaredRouting }: Composition, key: string): boolean {
  return declaredRouting.has(key) || state.routing.value[key] !== undefined;
}

/** Why it is left as it is. */
export function presentWhy({ declaredRouting }: Composition, key: string): string {
  return declaredRouting.has(key) ? 'the configuration file says which' : 'one is set, which stays';
}

/** @param refusal why it was not done; undefined where it was */
export function tell(report: ImportReport, name: string, refusal: string | undefined): void {
  if (refusal === undefined) report.imported('routing', name);
  else report.skipped('routing', name, refusal);
}

/** What is wrong, without the sentence around it. */
function reasonOf(error: AdminError): string {
  // Plain JSON (../refusals.ts).
  const problems = asArray(error.details['problems'] as Json | undefined).filter(isObject);
  const sentences = problems.map(({ path, message }) => `${String(path)}: ${String(message)}`);
  return sentences.length === 0 ? messageOf(error) : sentences.join(' · ');
}

/**
 * What a generation of Claude models takes. The Messages API is one, but its models differ in how they are told to think
 * and in whether they can be sampled; a wrong field is a 400. Models of other makers took over the older form.
 *
 * Sources: platform.claude.com, "Thinking" and "Migration guide" (budgets end with 4.6 and adaptive thinking begins with
 * it; no sampling parameters since 4.7; `temperature` or `top_p` but not both since 4.1).
 */
export interface ModelTraits {
  /** `budget`: `thinking.budget_tokens`; `adaptive`: `output_config.effort`; `none`: the model does not think. */
  readonly thinking: 'budget' | 'adaptive' | 'none';
  /** Takes `temperature`, `top_p` and `top_k`. */
  readonly canBeSampled: boolean;
  /** Knows the effort `xhigh`. */
  readonly knowsXhigh: boolean;
}

const OTHERS: ModelTraits = { thinking: 'budget', canBeSampled: true, knowsXhigh: false };

/** What the model of this name takes. A Claude without a number in its name is taken for a new one. */
export function modelTraits(model: string): ModelTraits {
  if (!/claude/i.test(model)) return OTHERS;
  const version = claudeVersion(model) ?? Number.POSITIVE_INFINITY;
  return {
    thinking: version < 307 ? 'none' : version < 406 ? 'budget' : 'adaptive',
    canBeSampled: version < 407,
    knowsXhigh: version >= 407,
  };
}

/** `claude-opus-4-1-20250805` → 401, `claude-3-7-sonnet-latest` → 307, `anthropic/claude-4.7-opus` → 407. */
function claudeVersion(model: string): number | undefined {
  const match = /claude-(?:[a-z]+-)?(\d+)(?:[-.](\d{1,2}))?(?!\d)/i.exec(model);
  return match === null ? undefined : Number(match[1]) * 100 + Number(match[2] ?? 0);
}

/** What a user may want of an agent, as the classifier knows it, whatever scenes there are. */
export const INTENTS = [
  'chat',
  'continue',
  'create',
  'data',
  'docs',
  'explain',
  'modify',
  'ops',
  'plan',
  'side',
] as const;

export type Intent = (typeof INTENTS)[number];

/** How strong a model has to be, weakest first. */
export const TIERS = ['small', 'middle', 'coder', 'best'] as const;

export type Tier = (typeof TIERS)[number];

/** The weakest model that serves an intent well; what continues is served as what went before. */
export const TIER_OF: Readonly<Record<Exclude<Intent, 'continue'>, Tier>> = {
  chat: 'small',
  side: 'small',
  explain: 'middle',
  docs: 'middle',
  ops: 'middle',
  data: 'middle',
  create: 'coder',
  modify: 'best',
  plan: 'best',
};

/** The filter of the list of models, in its address. */
export interface ModelsSearch {
  readonly text?: string;
  readonly platform?: string;
  readonly state?: ModelState;
  readonly can?: Capability;
}

export const MODEL_STATES = ['enabled', 'disabled', 'vanished', 'changed'] as const;
type ModelState = (typeof MODEL_STATES)[number];

export const CAPABILITIES = ['tools', 'vision', 'thinking', 'textTools'] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** Reads it; what it does not know is left out. */
export function readModelsSearch(search: Readonly<Record<string, unknown>>): ModelsSearch {
  const { text, platform } = search;
  const state = MODEL_STATES.find((known) => known === search['state']);
  const can = CAPABILITIES.find((known) => known === search['can']);
  return {
    ...(typeof text === 'string' && text !== '' && { text }),
    ...(typeof platform === 'string' && platform !== '' && { platform }),
    ...(state !== undefined && { state }),
    ...(can !== undefined && { can }),
  };
}

import type { FunctionTool } from './request.ts';

// Claude Code's stand-in for tools that it has not loaded.
const PLACEHOLDER = 'DeferredToolPlaceholder';

/** True for what is offered as a tool and is none: to any other model it would be a tool that does nothing. */
export function isPlaceholder({ name }: FunctionTool): boolean {
  return name === PLACEHOLDER;
}

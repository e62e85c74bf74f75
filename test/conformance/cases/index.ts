/** Every case of the kit. A case is named `group/name`, once. */

import type { Case } from '../case.ts';
import { BASICS_CASES } from './basics.ts';
import { CACHE_USAGE_CASES } from './cache-usage.ts';
import { ENDPOINTS_CASES } from './endpoints.ts';
import { ERRORS_IN_STREAMS_CASES } from './errors-in-streams.ts';
import { ERRORS_OF_CLIENTS_CASES } from './errors-of-clients.ts';
import { ERRORS_OF_PLATFORMS_CASES } from './errors-of-platforms.ts';
import { LOAD_CASES } from './load.ts';
import { MEDIA_CASES } from './media.ts';
import { PASSTHROUGH_REPLIES_CASES } from './passthrough-replies.ts';
import { PASSTHROUGH_REQUESTS_CASES } from './passthrough-requests.ts';
import { PLATFORM_ERRORS_CASES } from './platform-errors.ts';
import { PLATFORM_REPLIES_CASES } from './platform-replies.ts';
import { STREAMING_CHUNKS_CASES } from './streaming-chunks.ts';
import { STREAMING_TOOLS_CASES } from './streaming-tools.ts';
import { STREAMING_TRANSPORT_CASES } from './streaming-transport.ts';
import { SYSTEM_AND_AUTH_CASES } from './system-and-auth.ts';
import { THINKING_CASES } from './thinking.ts';
import { THINKING_HISTORY_CASES } from './thinking-history.ts';
import { TOOL_CALLS_CASES } from './tool-calls.ts';
import { TOOL_DEFINITIONS_CASES } from './tool-definitions.ts';
import { TOOL_HISTORY_CASES } from './tool-history.ts';
import { UNICODE_CASES } from './unicode.ts';

export const ALL_CASES: readonly Case[] = [
  ...BASICS_CASES,
  ...CACHE_USAGE_CASES,
  ...ENDPOINTS_CASES,
  ...ERRORS_IN_STREAMS_CASES,
  ...ERRORS_OF_CLIENTS_CASES,
  ...ERRORS_OF_PLATFORMS_CASES,
  ...LOAD_CASES,
  ...MEDIA_CASES,
  ...PASSTHROUGH_REPLIES_CASES,
  ...PASSTHROUGH_REQUESTS_CASES,
  ...PLATFORM_ERRORS_CASES,
  ...PLATFORM_REPLIES_CASES,
  ...STREAMING_CHUNKS_CASES,
  ...STREAMING_TOOLS_CASES,
  ...STREAMING_TRANSPORT_CASES,
  ...SYSTEM_AND_AUTH_CASES,
  ...THINKING_HISTORY_CASES,
  ...THINKING_CASES,
  ...TOOL_CALLS_CASES,
  ...TOOL_DEFINITIONS_CASES,
  ...TOOL_HISTORY_CASES,
  ...UNICODE_CASES,
];

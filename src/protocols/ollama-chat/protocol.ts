import type { ProtocolId } from '../../turn/request.ts';

export const PROTOCOL: ProtocolId = 'ollama-chat';

import { isObject, type Json } from '../../lib/json.ts';
import type { FunctionTool, OutputFormat, TurnRequest } from '../request.ts';
import { CALL_CLOSE, CALL_OPEN, RESULT_CLOSE, RESULT_OPEN } from './form.ts';

/**
 * What the model is told of its tools, for the end of the system text. It depends on nothing but the request's settings,
 * so that the beginning of a conversation stays the same for the platform's prefix cache. Wire text.
 */
export function writeInstructions(tools: readonly FunctionTool[], turn: TurnRequest): string {
  return [
    '# Tools',
    '',
    'You work with tools. Each line between <tools> and </tools> describes one; "parameters" is the JSON schema of its arguments.',
    '',
    '<tools>',
    ...tools.map(writeDefinition),
    '</tools>',
    '',
    'To call a tool, write one JSON object between two tags, each on a line of its own:',
    CALL_OPEN,
    '{"name": "NAME_OF_THE_TOOL", "arguments": {"NAME_OF_AN_ARGUMENT": "VALUE"}}',
    CALL_CLOSE,
    '',
    '- Inside of JSON strings, write line breaks as \\n and escape quotes and backslashes.',
    '- Put no code fence around a call.',
    `- ${amount(turn)} Then end your reply: the results come in the next message, each between ${RESULT_OPEN} and ${RESULT_CLOSE}, in the order of the calls. Never write a result yourself.`,
    ...choice(turn),
    ...format(turn.outputFormat),
  ].join('\n');
}

function writeDefinition({ name, description, schema }: FunctionTool): string {
  return JSON.stringify({
    type: 'function',
    function: { name, ...(description !== undefined && { description }), parameters: withoutDialect(schema) },
  });
}

/** The name of the schema's dialect says nothing to a model. */
function withoutDialect(schema: Json | undefined): Json {
  if (!isObject(schema)) return schema ?? { type: 'object', properties: {} };
  const { $schema: _, ...rest } = schema;
  return rest;
}

function amount({ parallelToolCalls }: TurnRequest): string {
  return parallelToolCalls === false
    ? 'Call at most one tool in a reply.'
    : 'For several calls, write one after the other.';
}

function choice({ toolChoice }: TurnRequest): string[] {
  switch (toolChoice?.kind) {
    case 'none':
      return ['- Call no tool in your next reply.'];
    case 'any':
      return ['- Your next reply must call a tool.'];
    case 'tool':
      return [`- Your next reply must call the tool ${toolChoice.name}.`];
    default:
      return [];
  }
}

function format(outputFormat: OutputFormat | undefined): string[] {
  if (outputFormat === undefined) return [];
  const schema = JSON.stringify(outputFormat.schema);
  return [`- A reply that calls no tool is one JSON value and nothing else, valid against this schema: ${schema}`];
}

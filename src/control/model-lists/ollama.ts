import { asNumber, asString, isObject, type Json } from '../../lib/json.ts';
import { Turns } from '../../lib/turns.ts';
import { entriesOf, has, known, type ListedModel, type ListQuestions, type ModelLister } from './model-list.ts';

const AT_ONCE = 4;

/**
 * `GET /api/tags`, then `POST /api/show` for each: context length and capabilities. Models that cannot complete, such as
 * those for embeddings, are left out.
 *
 * Source: https://docs.ollama.com/api/tags, https://www.w3cschool.cn/ollamadocs/ollamadocs-api-showpwkm41ur.html
 */
export const listOllama: ModelLister = async (questions) => {
  const names = entriesOf(await questions.ask(`${questions.base}/api/tags`), 'models').flatMap(
    (entry) => asString(entry['model']) ?? asString(entry['name']) ?? [],
  );
  const turns = new Turns(AT_ONCE);
  const models = await Promise.all(names.map((name) => turns.take(() => show(questions, name))));
  return models.flat();
};

async function show({ base, ask }: ListQuestions, id: string): Promise<ListedModel[]> {
  const reply: Json = await ask(`${base}/api/show`, { model: id }).catch(() => null);
  // An older Ollama, or a model that went away meanwhile: its name is known all the same.
  if (!isObject(reply)) return [{ id, facts: {} }];
  const { capabilities } = reply;
  if (has(capabilities, 'completion') === false) return [];
  const facts = known({
    contextWindow: contextLength(reply['model_info']),
    tools: has(capabilities, 'tools'),
    vision: has(capabilities, 'vision'),
    thinking: has(capabilities, 'thinking'),
  });
  return [{ id, facts }];
}

/** Stands below the name of the architecture: `llama.context_length`. */
function contextLength(info: Json | undefined): number | undefined {
  if (!isObject(info)) return undefined;
  const architecture = asString(info['general.architecture']);
  const name = `${architecture}.context_length`;
  const other = Object.keys(info).find((key) => key.endsWith('.context_length')) ?? name;
  return asNumber(info[name]) ?? asNumber(info[other]);
}

import { entriesOf, type ModelLister } from './model-list.ts';
import { openaiModel } from './openai.ts';

/**
 * OpenAI's list, of models that chat alone: names such as `BAAI/bge-m3` do not tell what a model is for.
 *
 * Source: https://docs.siliconflow.cn/cn/api-reference/models/get-model-list (`sub_type`)
 */
export const listSiliconflow: ModelLister = async ({ root, ask }) =>
  entriesOf(await ask(`${root}/models?sub_type=chat`), 'data').flatMap(openaiModel);

import { useQueryClient } from '@tanstack/react-query';
import type { ModelChange, ModelsPatch, ModelsPatchReply, ModelsReply } from '../../../../src/admin/contract/models.ts';
import { send } from '../../api/client.ts';
import { modelsQuery } from '../../api/queries.ts';
import { readConfigurationAnew } from '../../api/read-anew.ts';

/** Changes of models. Each of these throws ApiError. */
export function useModelChanges() {
  const client = useQueryClient();
  const { queryKey } = modelsQuery;
  const patch = (change: ModelsPatch) =>
    send<ModelsPatchReply>('PATCH', '/api/models', change).finally(() => readConfigurationAnew(client));
  /** Shown at once, and taken back if it fails. */
  const enable = async (models: readonly Pick<ModelChange, 'platform' | 'id'>[], enabled: boolean) => {
    await client.cancelQueries({ queryKey });
    const before = client.getQueryData<ModelsReply>(queryKey);
    const chosen = new Set(models.map(({ platform, id }) => `${platform}:${id}`));
    const shown = before?.models.map((model) =>
      chosen.has(`${model.platform}:${model.id}`) ? { ...model, enabled } : model,
    );
    if (before !== undefined && shown !== undefined) client.setQueryData(queryKey, { ...before, models: shown });
    try {
      await patch({ models: models.map(({ platform, id }) => ({ platform, id, enabled })) });
    } catch (error) {
      client.setQueryData(queryKey, before);
      throw error;
    }
  };
  return { patch, enable };
}

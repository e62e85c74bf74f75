import { useQuery } from '@tanstack/react-query';
import { modelsQuery, platformsQuery } from '../../api/queries.ts';
import type { Catalog } from './model-names.ts';

/** All platforms and models; undefined while they are being read. */
export function useCatalog(): Catalog | undefined {
  const platforms = useQuery(platformsQuery).data?.platforms;
  const models = useQuery(modelsQuery).data?.models;
  return platforms === undefined || models === undefined ? undefined : { platforms, models };
}

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { ROUTES } from '../../electron/demo/emulator/routes.ts';

/** Portkey's published OpenAPI document, in the handbook beside the project where there is one. */
const DOCUMENT = fileURLToPath(
  new URL('../../../shared/portkey-openapi/openapi.yaml', import.meta.url),
);

export const present = existsSync(DOCUMENT);
export const missing =
  'NOT VALIDATED: no ../shared/portkey-openapi/openapi.yaml beside the project';

/** OpenAPI 3.0's `nullable` as JSON Schema: null, or what the rest of the schema says. */
function asJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, asJsonSchema(part)]),
  );
  return nullable === true ? { anyOf: [{ type: 'null' }, rest] } : { ...rest };
}

export type Validators = (path: string) => ValidateFunction | null;

/** A validator of the 200 answer to a GET of each path; null for a path that the document does not have. */
export function readDocument(): Validators {
  const { paths, components } = parse(readFileSync(DOCUMENT, 'utf8'), {
    maxAliasCount: -1,
    merge: true,
  }) as { paths: Record<string, unknown>; components: { schemas: unknown } };
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const answers = Object.fromEntries(
    ROUTES.filter(({ path }) => path in paths).map(({ path }) => [path, paths[path]]),
  );
  ajv.addSchema(
    { paths: asJsonSchema(answers), components: { schemas: asJsonSchema(components.schemas) } },
    'openapi',
  );
  return (path) => {
    if (!(path in answers)) return null;
    const pointer = ['paths', path, 'get', 'responses', '200', 'content', 'application/json']
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    return ajv.compile({ $ref: `openapi#/${pointer}/schema` });
  };
}

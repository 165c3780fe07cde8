import { bodyObject } from './loopback.ts';
import type { ArrivedRequest } from './loopback.ts';

/** What a Portkey workspace knows: its keys, its providers with their stored credentials, its saved configs. */
export interface CatalogueWorkspace {
  readonly keys: Readonly<Record<string, CatalogueKey>>;
  /** By slug without `@`. */
  readonly providers: Readonly<Record<string, CatalogueProvider>>;
  /** By id (`pc-…`). Targets name providers as `@slug`. */
  readonly configs: Readonly<Record<string, CatalogueConfig>>;
}

export interface CatalogueKey {
  /** A config or provider that the key falls back to when a request names none. */
  readonly defaultConfig?: string;
  readonly defaultProvider?: string;
  /** When given, every request with this key is refused so: 412/04 budget exhausted, 429/05 rate limited, 401/01 expired. */
  readonly refuse?: { readonly status: number; readonly code: string; readonly message: string };
}

export interface CatalogueProvider {
  /** A bare provider name that the open-source gateway knows. */
  readonly type: string;
  /** The stored credential that the hosted catalogue would add. */
  readonly credential: string;
  readonly models: readonly string[];
}

export interface CatalogueConfig {
  readonly [key: string]: unknown;
  readonly targets?: readonly CatalogueConfig[];
}

export type Route =
  | { readonly kind: 'refuse'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'models'; readonly body: unknown }
  | {
      readonly kind: 'forward';
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };

/**
 * Decides what Portkey's hosted front does with a request before its gateway sees it: the key, then the provider or
 * config, then the provider's credential. Sources: Portkey's gateway code (key headers, the authentication envelope),
 * its documentation (`@slug`, `pc-…`, `@slug/model`, `GET /v1/models`).
 *
 * @param upstream base URL of the model provider's stand-in, without `/v1`
 */
export function routeRequest(
  workspace: CatalogueWorkspace,
  arrived: ArrivedRequest,
  upstream: string,
): Route {
  const bearer = /^Bearer\s+(.*)$/i.exec(arrived.headers['authorization'] ?? '')?.[1];
  const presented = arrived.headers['x-portkey-api-key'] ?? bearer;
  const key =
    presented !== undefined && Object.hasOwn(workspace.keys, presented)
      ? workspace.keys[presented]
      : undefined;
  if (!key) return refuseKey(401, '03', 'Invalid API Key');
  if (key.refuse) return refuseKey(key.refuse.status, key.refuse.code, key.refuse.message);

  const headers: Record<string, string> = { ...arrived.headers };
  for (const name of ['host', 'connection', 'content-length', 'x-portkey-api-key']) {
    delete headers[name];
  }
  // A bearer that differs from the Portkey key is the provider's own credential and stays.
  if (bearer === presented) delete headers['authorization'];

  const body = bodyObject(arrived.body);
  const model = typeof body['model'] === 'string' ? body['model'] : '';
  const inModel = /^@([^/]+)\/(.+)$/.exec(model);
  const asked = headers['x-portkey-config'] ?? headers['x-portkey-provider'];
  if (
    asked === undefined &&
    arrived.method === 'GET' &&
    arrived.path.split('?')[0] === '/v1/models'
  ) {
    return { kind: 'models', body: listModels(workspace, arrived.path) };
  }

  const config =
    headers['x-portkey-config'] ??
    (asked === undefined && !inModel ? key.defaultConfig : undefined);
  const provider =
    headers['x-portkey-provider'] ?? (inModel ? `@${inModel[1]}` : key.defaultProvider);
  const bodyText = inModel ? JSON.stringify({ ...body, model: inModel[2] }) : arrived.bodyText;

  if (config !== undefined) {
    const resolved = resolveConfig(workspace, config, upstream);
    if (typeof resolved === 'string') return refuseRoute(400, resolved);
    headers['x-portkey-config'] = JSON.stringify(resolved);
    delete headers['x-portkey-provider'];
    return { kind: 'forward', headers, body: bodyText };
  }
  if (provider === undefined) {
    return refuseRoute(400, 'Either x-portkey-config or x-portkey-provider header is required');
  }
  headers['x-portkey-custom-host'] = `${upstream}/v1`;
  headers['x-portkey-provider'] = provider;
  if (provider.startsWith('@')) {
    const known = findProvider(workspace, provider);
    if (!known) return refuseRoute(400, `Provider ${provider} was not found in this workspace`);
    headers['x-portkey-provider'] = known.type;
    headers['authorization'] = `Bearer ${known.credential}`;
  }
  return { kind: 'forward', headers, body: bodyText };
}

function findProvider(workspace: CatalogueWorkspace, slug: string): CatalogueProvider | undefined {
  const name = slug.replace(/^@/, '');
  return Object.hasOwn(workspace.providers, name) ? workspace.providers[name] : undefined;
}

/** A saved or inline config with every `@slug` replaced by what the open-source gateway needs; a sentence on failure. */
function resolveConfig(
  workspace: CatalogueWorkspace,
  header: string,
  upstream: string,
): CatalogueConfig | string {
  let config: CatalogueConfig | undefined;
  if (header.startsWith('pc-')) {
    config = Object.hasOwn(workspace.configs, header) ? workspace.configs[header] : undefined;
    if (!config) return `Config ${header} was not found in this workspace`;
  } else {
    try {
      config = JSON.parse(header) as CatalogueConfig;
    } catch {
      return 'The x-portkey-config header is neither a config id nor JSON';
    }
  }
  return resolveTarget(workspace, config, upstream);
}

function resolveTarget(
  workspace: CatalogueWorkspace,
  target: CatalogueConfig,
  upstream: string,
): CatalogueConfig | string {
  const slug = target['provider'];
  let resolved: CatalogueConfig = { ...target };
  if (typeof slug === 'string') {
    const known = findProvider(workspace, slug);
    if (slug.startsWith('@') && !known) return `Provider ${slug} was not found in this workspace`;
    resolved = {
      ...resolved,
      custom_host: `${upstream}/v1`,
      ...(known && { provider: known.type, api_key: known.credential }),
    };
  }
  if (!target.targets) return resolved;
  const targets: CatalogueConfig[] = [];
  for (const each of target.targets) {
    const inner = resolveTarget(workspace, each, upstream);
    if (typeof inner === 'string') return inner;
    targets.push(inner);
  }
  return { ...resolved, targets };
}

function listModels(workspace: CatalogueWorkspace, path: string): unknown {
  const query = new URL(path, 'http://loopback').searchParams;
  const all = Object.entries(workspace.providers).flatMap(([slug, provider]) =>
    provider.models.map((model) => ({
      id: `@${slug}/${model}`,
      slug: model,
      canonical_slug: model,
      object: 'model',
    })),
  );
  const offset = Number(query.get('offset') ?? 0);
  const limit = Number(query.get('limit') ?? all.length);
  return { object: 'list', total: all.length, data: all.slice(offset, offset + limit) };
}

function refuseKey(status: number, code: string, text: string): Route {
  const message = `Portkey Error: ${text}. Error Code: ${code}`;
  return { kind: 'refuse', status, body: { status: 'failure', message, error: { message, code } } };
}

function refuseRoute(status: number, message: string): Route {
  return { kind: 'refuse', status, body: { status: 'failure', message } };
}

import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { AppError } from '#engine/error.ts';
import type { Env } from '#env';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import {
	edgeSettings,
	type EdgeOverrides,
	type EdgeSettings,
	type OwnCertificateFiles
} from './settings.ts';

const portsShape = z.object({ ask: z.int(), pages: z.int(), sites: z.int() });

const overridesShape = z.object({
	baseDomain: z.string().optional(),
	acmeEmail: z.string().optional(),
	accessLog: z.boolean().optional(),
	wholeAddresses: z.boolean().optional(),
	ownCertificates: z.array(z.object({ id: z.string(), host: z.string() })).optional()
});

export type EdgePorts = z.infer<typeof portsShape>;

/** The edge's loopback ports; null before the first start. */
export async function readEdgePorts(paths: DataPaths): Promise<EdgePorts | null> {
	return (await readJson(paths.edgePorts, portsShape)) ?? null;
}

export async function readEdgeOverrides(paths: DataPaths): Promise<EdgeOverrides> {
	return (await readJson(paths.edgeOverrides, overridesShape)) ?? {};
}

/**
 * The edge's settings with what a person chose. The choice is kept beside the edge, so that a Caddy that
 * is restarted while the worker is down starts with it, too. For the worker's proxy adapter.
 */
export async function installedSettings(
	env: Env,
	paths: DataPaths,
	overrides: EdgeOverrides
): Promise<EdgeSettings> {
	const kept = overridesShape.parse(overrides);
	if (!isDeepStrictEqual(kept, await readEdgeOverrides(paths))) {
		await writeJson(paths.edgeOverrides, kept);
	}
	const ports = await readEdgePorts(paths);
	if (!ports) {
		throw new AppError('edge_unreachable', 503, 'The edge has not been started yet.', {
			hint: 'Start it with `npm start`.'
		});
	}
	const settings = edgeSettings(env, { paths, ports }, kept);
	const isThere = await Promise.all(settings.ownCertificates.map(hasFiles));
	return {
		...settings,
		ownCertificates: settings.ownCertificates.filter((_one, index) => isThere[index])
	};
}

/** One whose file is missing would keep Caddy from all of its configuration. */
async function hasFiles({ certificate, key }: OwnCertificateFiles): Promise<boolean> {
	try {
		await Promise.all([access(certificate), access(key)]);
		return true;
	} catch {
		return false;
	}
}

export async function writeEdgePorts(paths: DataPaths, ports: EdgePorts): Promise<void> {
	await writeJson(paths.edgePorts, ports);
}

async function readJson<T>(path: string, shape: z.ZodType<T>): Promise<T | null> {
	try {
		return shape.parse(JSON.parse(await readFile(path, 'utf8')));
	} catch {
		// Missing or damaged: it is made anew.
		return null;
	}
}

async function writeJson(path: string, value: unknown): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	await writeFile(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
	await rename(`${path}.new`, path);
}

import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { World } from './world.ts';

/**
 * Removes logs, Git caches and sites of services that are gone, should a worker have been lost between their
 * row and their files. Run at start, when nothing else writes there.
 */
export async function sweepFiles({ db, paths }: Pick<World, 'db' | 'paths'>): Promise<void> {
	const services = await idsOf(db.service.findMany({ select: { id: true } }));
	const deployments = await idsOf(db.deployment.findMany({ select: { id: true } }));
	await sweep(dirname(paths.deploymentLog('any')), deployments);
	await sweep(dirname(paths.serviceLog('any')), services);
	await sweep(dirname(paths.requestLog('any')), services);
	await sweep(dirname(dirname(paths.metrics('any', 'any'))), services);
	await sweep(paths.git, services);
	await sweep(paths.sites, services);
}

async function idsOf(rows: Promise<{ id: string }[]>): Promise<Set<string>> {
	return new Set((await rows).map(({ id }) => id));
}

/** Entries are named "<id>", "<id>.log" or "<id>.log.old"; anything else is not ours to remove. */
async function sweep(folder: string, known: Set<string>): Promise<void> {
	for (const name of await readdir(folder).catch(() => [])) {
		const id = /^([a-z0-9]{20}|inspect[a-z0-9]{24})(\.log(\.old)?)?$/.exec(name)?.[1];
		if (id && !known.has(id)) await rm(join(folder, name), { recursive: true, force: true });
	}
}

import { availableParallelism, totalmem } from 'node:os';
import { readFile } from 'node:fs/promises';
import type { BuildRules } from '#engine/build/governor/port.ts';
import {
	buildRules,
	type ChosenBuildSettings,
	type Host,
	nothingChosen
} from '#lib/rules/build-limits.ts';
import type { Db, Transaction } from '../db/client.ts';
import { installationId } from '../installation/ensure-installation.ts';

/** The machine that the panel, the worker and the Docker engine share. */
export async function thisHost(): Promise<Host> {
	const meminfo = await readFile('/proc/meminfo', 'utf8').catch(() => '');
	const swap = /^SwapTotal:\s+(\d+) kB$/m.exec(meminfo)?.[1];
	return {
		memoryBytes: totalmem(),
		swapBytes: Number(swap ?? 0) * 1024,
		cores: availableParallelism()
	};
}

export async function chosenBuildSettings(db: Db | Transaction): Promise<ChosenBuildSettings> {
	const chosen = await db.installation.findUnique({
		where: { id: installationId },
		select: {
			buildSlots: true,
			buildMemoryBytes: true,
			buildCpuMillis: true,
			buildPidsLimit: true,
			buildSeconds: true,
			buildIdleSeconds: true
		}
	});
	return chosen ?? nothingChosen;
}

/** What builds are held to now. */
export async function loadBuildRules(db: Db): Promise<BuildRules> {
	const [host, chosen] = await Promise.all([thisHost(), chosenBuildSettings(db)]);
	return buildRules(host, chosen);
}

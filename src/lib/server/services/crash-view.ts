import { stripVTControlCharacters } from 'node:util';
import { dataPaths } from '#lib/rules/data-dir.ts';
import type { Context } from '../context.ts';
import { tailLog } from '../logs/tail.ts';
import type { ShownService } from './find-service.ts';

export interface CrashView {
	/** "It ended with exit code 1, again and again." */
	reason: string;
	/** What the app printed last, oldest first. */
	lines: string[];
}

const shownLines = 10;

/** Why a service is crashing; null when it is not. */
export async function crashView(
	ctx: Pick<Context, 'env'>,
	service: { id: string; state: string; crashReason: string | null }
): Promise<CrashView | null> {
	if (service.state !== 'crashing') return null;
	const path = dataPaths(ctx.env.GANTRY_DATA_DIR).serviceLog(service.id);
	const { lines } = await tailLog(path, 100);
	return {
		reason: service.crashReason ?? 'It ended again and again.',
		lines: lines
			.filter(({ stream }) => stream !== 'gantry')
			.slice(-shownLines)
			.map(({ text }) => stripVTControlCharacters(text))
	};
}

export interface CrashingWorker {
	name: string;
	reason: string;
}

/** Workers of a running service that end again and again, by name. */
export function crashingWorkers({
	state,
	processes
}: Pick<ShownService, 'state' | 'processes'>): CrashingWorker[] {
	if (state !== 'live' && state !== 'crashing') return [];
	return processes.map(({ name, crashReason }) => ({ name, reason: crashReason ?? '' }));
}

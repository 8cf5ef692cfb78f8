import { mkdirSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import type { Report } from '../report.ts';

/** One issuance writes several files, and a failing app several lines: they are looked at together. */
const settleMs = 250;

/**
 * Calls `onChange` soon after Caddy stored a certificate, or wrote down why it got none. Without it the
 * rounds tell a little later, so what can not be watched is only reported. Gives what ends it.
 */
export function watchCertificates(
	{ paths, report }: { paths: DataPaths; report: Report },
	onChange: () => void
): () => void {
	let timer: NodeJS.Timeout | undefined;
	const soon = () => {
		timer ??= setTimeout(() => {
			timer = undefined;
			onChange();
		}, settleMs);
	};
	const log = paths.processLog('caddy');
	const places = [
		{ folder: join(paths.caddyStorage, 'certificates'), file: null },
		{ folder: dirname(log), file: basename(log) }
	];
	const watchers = places.flatMap(({ folder, file }): FSWatcher[] => {
		try {
			mkdirSync(folder, { recursive: true });
			const watcher = watch(folder, { recursive: file === null }, (_event, name) => {
				if (file === null || name === file) soon();
			});
			watcher.on('error', (error) => report(`${folder} can not be watched`, error));
			return [watcher];
		} catch (error) {
			report(`${folder} can not be watched`, error);
			return [];
		}
	});
	return () => {
		clearTimeout(timer);
		for (const watcher of watchers) watcher.close();
	};
}

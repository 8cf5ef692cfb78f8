import { processNameProblem } from '#lib/rules/process-name.ts';

interface Named {
	name: string;
	command: string;
}

export interface ProcfileChanges {
	add: (Named & { replicas: number })[];
	change: Named[];
	/** Names. */
	remove: string[];
}

/**
 * What a new Procfile changes. A process that a person edited stays theirs, one that a person removed stays
 * removed. A new one runs at once when it is called `worker`; any other waits to be scaled, since nobody
 * knows whether it may run beside the web process all the time.
 */
export function followProcfile(
	rows: readonly Named[],
	{ before, after }: { before: readonly Named[]; after: readonly Named[] }
): ProcfileChanges {
	const present = byName(rows);
	const was = byName(before);
	const is = byName(after.filter(({ name }) => processNameProblem(name) === null));
	const untouched = rows.filter(({ name, command }) => was.get(name)?.command === command);
	return {
		add: [...is.values()]
			.filter(({ name }) => !present.has(name) && !was.has(name))
			.map(({ name, command }) => ({ name, command, replicas: name === 'worker' ? 1 : 0 })),
		change: untouched.flatMap(({ name, command }) => {
			const now = is.get(name);
			return now && now.command !== command ? [{ name, command: now.command }] : [];
		}),
		remove: untouched.filter(({ name }) => !is.has(name)).map(({ name }) => name)
	};
}

const byName = (list: readonly Named[]) =>
	new Map(list.map(({ name, command }) => [name, { name, command }]));

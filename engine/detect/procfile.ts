import type { Tree } from '../checkout/port.ts';
import type { Found } from './plan.ts';

/** What a Procfile says; all of it empty when there is none. */
export interface Procfile {
	web: Found<string> | null;
	release: Found<string> | null;
	/** Its other processes, in the file's order. */
	processes: { name: string; command: string }[];
}

const line = /^([A-Za-z0-9_-]{1,63})\s*:\s*(\S.*)$/;

export async function readProcfile(tree: Tree): Promise<Procfile> {
	return parseProcfile((await tree.readText('Procfile')) ?? '');
}

export function parseProcfile(text: string): Procfile {
	const commands = new Map<string, string>();
	for (const written of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
		const [, name = '', command = ''] = line.exec(written.trim()) ?? [];
		// What a Dockerfile or a container could not be given is nobody's command.
		if (name !== '' && !/\p{Cc}|\\$/u.test(command)) commands.set(name, command.trim());
	}
	const named = (name: string) => {
		const value = commands.get(name);
		return value === undefined ? null : { value, reason: `Procfile: ${name}` };
	};
	const others = [...commands].filter(([name]) => name !== 'web' && name !== 'release');
	return {
		web: named('web'),
		release: named('release'),
		processes: others.map(([name, command]) => ({ name, command }))
	};
}

import { AppError } from '../error.ts';
import type { BuildSettings } from '../spec.ts';
import type { Facts } from './facts.ts';
import { youSetIt } from './node-plan.ts';
import { nothingDetected } from './nothing-detected.ts';
import { pathBelowRoot } from './path-below-root.ts';
import type { Recognised, Site } from './recognised.ts';
import { commandArgv, modulesFor } from './start-command.ts';

const commands = ['installCommand', 'buildCommand', 'startCommand'] as const;

/** What was recognised, with what a person set in its place. Errors: nothing_detected, path_invalid, command_invalid. */
export function settled(
	facts: Facts,
	recognised: Recognised | null,
	settings: BuildSettings
): Recognised {
	for (const field of commands) refuseSeveralLines(field, settings[field]);
	const start = settings.startCommand?.trim();
	const output = settings.outputDirectory?.trim();
	if (!recognised && !start && !output) throw nothingDetected(facts);
	if (start) {
		const argv = commandArgv(facts, start);
		return {
			...(recognised ?? unrecognised('startCommand')),
			serve: {
				kind: 'server',
				start: { value: argv, reason: youSetIt },
				modules: modulesFor(facts, argv),
				copies: null,
				variables: recognised?.serve.kind === 'server' ? recognised.serve.variables : {}
			}
		};
	}
	const base = recognised ?? unrecognised('outputDirectory');
	if (!output) return base;
	const plain: Site = {
		kind: 'site',
		output: { value: '.', reason: '' },
		fallback: null,
		hashed: null
	};
	const site = base.serve.kind === 'site' ? base.serve : plain;
	const folder = output === '.' ? '.' : pathBelowRoot(output, settings, 'outputDirectory');
	return { ...base, serve: { ...site, output: { value: folder, reason: youSetIt } } };
}

function unrecognised(field: 'startCommand' | 'outputDirectory'): Recognised {
	const site = field === 'outputDirectory';
	return {
		framework: site ? 'static' : 'node',
		title: site ? 'Static site' : 'Node.js',
		reason: youSetIt,
		build: null,
		serve: { kind: 'site', output: { value: '.', reason: youSetIt }, fallback: null, hashed: null }
	};
}

/** A command becomes one instruction of a Dockerfile; a second line would be another instruction. */
function refuseSeveralLines(field: (typeof commands)[number], command: string | null): void {
	if (command === null || !/\p{Cc}|\\\s*$/u.test(command.trim())) return;
	throw new AppError('command_invalid', 422, 'A command is one line without control characters', {
		field,
		hint: 'Join several commands by &&, or call a script of the repository.'
	});
}

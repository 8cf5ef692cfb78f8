import { AppError } from '../error.ts';
import type { BuildSettings } from '../spec.ts';
import type { Facts } from './facts.ts';
import { nothingDetected } from './nothing-detected.ts';
import { pathBelowRoot } from './path-below-root.ts';
import type { Procfile } from './procfile.ts';
import type { Recognised, Site } from './recognised.ts';
import { commandArgv, modulesFor } from './start-command.ts';
import { youSetIt } from './you-set-it.ts';

const commands = ['installCommand', 'buildCommand', 'startCommand'] as const;

/** What Node.js or a site was recognised as, with what a person or a Procfile set in its place. Errors: nothing_detected, path_invalid. */
export function settled(
	facts: Facts,
	recognised: Recognised | null,
	procfile: Procfile,
	settings: BuildSettings
): Recognised {
	const typed = settings.startCommand?.trim();
	const output = settings.outputDirectory?.trim();
	const start = typed ? { value: typed, reason: youSetIt } : output ? null : procfile.web;
	if (!recognised && !start && !output) throw nothingDetected(facts);
	if (start) {
		const argv = commandArgv(facts, start.value);
		return {
			...(recognised ?? unrecognised('startCommand', start.reason)),
			serve: {
				kind: 'server',
				start: { value: argv, reason: start.reason },
				modules: modulesFor(facts, argv),
				copies: null,
				variables: recognised?.serve.kind === 'server' ? recognised.serve.variables : {}
			}
		};
	}
	const base = recognised ?? unrecognised('outputDirectory', youSetIt);
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

function unrecognised(field: 'startCommand' | 'outputDirectory', reason: string): Recognised {
	const site = field === 'outputDirectory';
	return {
		framework: site ? 'static' : 'node',
		title: site ? 'Static site' : 'Node.js',
		reason,
		build: null,
		serve: { kind: 'site', output: { value: '.', reason }, fallback: null, hashed: null }
	};
}

/**
 * A command becomes one instruction of a Dockerfile; a second line would be another instruction.
 * Errors: command_invalid.
 */
export function refuseSeveralLines(settings: BuildSettings): void {
	const field = commands.find((name) => /\p{Cc}|\\\s*$/u.test(settings[name]?.trim() ?? ''));
	if (field === undefined) return;
	throw new AppError('command_invalid', 422, 'A command is one line without control characters', {
		field,
		hint: 'Join several commands by &&, or call a script of the repository.'
	});
}

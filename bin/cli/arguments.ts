import { parseArgs } from 'node:util';
import { AppError } from '#engine/error.ts';
import type { Command, Given } from './command.ts';

const usage = (message: string) =>
	new AppError('usage', 422, message, { hint: 'npx gantry help shows all commands.' });

/** Which command, with which options. Errors: usage. */
export function parseCommand(
	words: string[],
	commands: Command[]
): { command: Command; given: Given } {
	const command = commands.find(({ name }) => {
		const parts = name.split(' ');
		return parts.every((part, index) => words[index] === part);
	});
	if (!command)
		throw usage(`There is no command ${words.slice(0, 2).join(' ') || '(none given)'}.`);
	const args = words.slice(command.name.split(' ').length);
	const options = Object.fromEntries(
		Object.entries(command.options).map(([name, { type }]) => [name, { type }])
	);
	let given: Given;
	try {
		given = parseArgs({ args, options, strict: true, allowPositionals: false }).values as Given;
	} catch (error) {
		// Node's own sentence names the option; what follows it is advice about "--".
		const [sentence = ''] = (error as Error).message.split('. ');
		throw usage(`${sentence.replace(/\.?$/, '.')}`);
	}
	for (const [name, option] of Object.entries(command.options)) {
		if (option.required && !given[name]) {
			throw usage(`--${name} is missing: ${option.meaning}`);
		}
	}
	return { command, given };
}

/** The text of `gantry help`. */
export function describeCommands(commands: Command[]): string {
	const rows = commands.flatMap(({ name, summary, options }) => [
		`  ${name.padEnd(18)} ${summary}`,
		...Object.entries(options).map(
			([option, { meaning }]) => `    --${option.padEnd(16)} ${meaning}`
		)
	]);
	return ['npx gantry <command>', '', ...rows].join('\n');
}

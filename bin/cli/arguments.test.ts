import { expect, test } from 'vitest';
import { describeCommands, parseCommand } from './arguments.ts';
import type { Command } from './command.ts';

const run = () => Promise.resolve(0);
const commands: Command[] = [
	{
		name: 'token create',
		summary: 'Prints a new token.',
		options: { name: { type: 'string', required: true, meaning: 'what it is for' } },
		run
	},
	{
		name: 'stop',
		summary: 'Stops Gantry.',
		options: { all: { type: 'boolean', meaning: 'the sites, too' } },
		run
	}
];

test('finds commands of one word and of two, with their options', () => {
	const token = parseCommand(['token', 'create', '--name', 'CI'], commands);
	expect(token.command.name).toBe('token create');
	expect(token.given).toEqual({ name: 'CI' });
	expect(parseCommand(['stop', '--all'], commands).given).toEqual({ all: true });
});

test.each([
	[['fly'], 'There is no command fly.'],
	[[], 'There is no command (none given).'],
	[['token'], 'There is no command token.'],
	[['token', 'create'], '--name is missing: what it is for'],
	[['stop', '--everything'], "Unknown option '--everything'."],
	[['stop', 'now'], "Unexpected argument 'now'."]
])('says what is wrong with %j', (words, message) => {
	expect(() => parseCommand(words, commands)).toThrow(message);
});

test('describes each command with its options', () => {
	const text = describeCommands(commands);
	expect(text).toContain('token create');
	expect(text).toContain('--all');
});

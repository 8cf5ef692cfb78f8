import { text } from 'node:stream/consumers';
import { AppError } from '#engine/error.ts';
import { readEnv } from '#env';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { describeCommands, parseCommand } from './arguments.ts';
import type { Command, Terminal } from './command.ts';
import { doctor } from './doctor.ts';
import { exitCodeOf } from './exit-code.ts';
import { setup } from './setup.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';
import { token } from './token.ts';

const commands: Command[] = [setup, token, doctor, status, stop];

function openTerminal(): Terminal {
	const env = readEnv();
	return {
		env,
		paths: dataPaths(env.GANTRY_DATA_DIR),
		print: (line) => void process.stdout.write(`${line}\n`),
		readInput: () => text(process.stdin)
	};
}

async function main(words: string[]): Promise<number> {
	if (words.some((word) => ['help', '--help', '-h'].includes(word)) || words.length === 0) {
		console.log(describeCommands(commands));
		return words.length === 0 ? 2 : 0;
	}
	const { command, given } = parseCommand(words, commands);
	return await command.run(given, openTerminal());
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	if (error instanceof AppError) {
		console.error(error.message);
		if (error.hint) console.error(error.hint);
	} else console.error(error);
	process.exitCode = exitCodeOf(error);
}

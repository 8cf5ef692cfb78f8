#!/usr/bin/env node
// What `npm start` runs first: plain JavaScript for the machine's own Node, before anything is installed.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureDependencies } from './up/dependencies.js';
import { missingPrograms } from './up/programs.js';
import { sparingEnvironment, project, projectNode } from './up/project.js';

const help = `Starts Gantry on this machine, and keeps it running until Ctrl-C.

  npm start                   installs what is missing (as root), then starts
  npm start -- --no-install   installs nothing; prints the commands instead
  npm start -- --help         this text

Settings are environment variables; the README lists them. Sites keep answering after Ctrl-C;
npx gantry stop --all stops them, too.`;

const known = new Set(['--help', '-h', '--no-install']);

/** @param {string[]} args */
async function up(args) {
	const unknown = args.find((argument) => !known.has(argument));
	if (unknown) return fail(`Unknown option ${unknown}.\n\n${help}`, 2);
	if (args.includes('--help') || args.includes('-h')) {
		console.log(help);
		return 0;
	}
	const missing = missingPrograms();
	if (missing.length > 0) return fail(missing.join('\n'), 1);
	if (!ensureDependencies()) return 1;
	return await hand(args);
}

/** @param {string} text @param {number} code */
function fail(text, code) {
	console.error(text);
	return code;
}

/**
 * Hands over to what makes all ready and becomes the supervisor, on the project's own Node; its exit
 * code is ours.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function hand(args) {
	const child = spawn(projectNode, [join(project, 'bin/start.ts'), ...args], {
		cwd: project,
		env: { ...process.env, ...sparingEnvironment },
		stdio: 'inherit'
	});
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.on(signal, () => child.kill(signal));
	}
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
	});
}

process.exitCode = await up(process.argv.slice(2));

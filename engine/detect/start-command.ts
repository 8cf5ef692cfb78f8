import { script, type Facts } from './facts.ts';
import type { Found } from './plan.ts';

/** Words without quotes, variables, pipes or globs: no shell is needed to run them. */
const plain = /^[\w@%+:,./-]+( +[\w@%+=:,./-]+)*$/;
const runsScript = /^(?:npm|pnpm|yarn)(?: run)? ([\w:.-]+)$/;

/** The container's command for what a person typed, or what stands in a script. */
export function commandArgv(facts: Facts, command: string): string[] {
	const named = runsScript.exec(command.trim())?.[1];
	if (named !== undefined && script(facts, named) !== null) return scriptArgv(facts, named);
	return shellArgv(command.trim());
}

/** The words of a command; through a shell when it has what only a shell understands. */
export function shellArgv(command: string): string[] {
	return plain.test(command) ? command.split(/ +/) : inShell(command);
}

/** The one shell: inside the app's own container, for what needs one. dash replaces itself by the last command. */
export function inShell(command: string): string[] {
	return ['/bin/sh', '-c', command];
}

/**
 * What a script of package.json runs, without npm between Docker's signals and the app where that is
 * possible: 'node server.js' → ['node', 'server.js'], else ['npm', 'run', name].
 */
function scriptArgv(facts: Facts, name: string): string[] {
	const text = (script(facts, name) ?? '').replace(/^(cross-env )?NODE_ENV=production /, '');
	const surrounded = script(facts, `pre${name}`) ?? script(facts, `post${name}`);
	const again = runsScript.exec(text)?.[1];
	if (surrounded !== null) return ['npm', 'run', name];
	if (again !== undefined && again !== name && script(facts, again))
		return scriptArgv(facts, again);
	return plain.test(text) ? text.split(/ +/) : ['npm', 'run', name];
}

/** The first of these scripts that exists. */
export function startScript(facts: Facts, ...names: string[]): Found<string[]> | null {
	const name = names.find((candidate) => script(facts, candidate) !== null);
	if (name === undefined) return null;
	return { value: scriptArgv(facts, name), reason: `package.json: script "${name}"` };
}

/** Programs whose package has another name. */
const packageOf: Record<string, string> = {
	nest: '@nestjs/cli',
	tsc: 'typescript',
	ng: '@angular/cli',
	dotenv: 'dotenv-cli',
	'babel-node': '@babel/node',
	'remix-serve': '@remix-run/serve',
	'react-router-serve': '@react-router/serve',
	'ts-node-dev': 'ts-node'
};

/** Development packages stay when the command names one of them, or is too intricate to tell. */
export function modulesFor(facts: Facts, argv: string[]): 'production' | 'all' {
	const [program, , last = ''] = argv;
	if (program === '/bin/sh') return forText(facts, last);
	if (program === 'npm') return forText(facts, script(facts, last) ?? 'npm');
	return forText(facts, argv.join(' '));
}

function forText(facts: Facts, text: string): 'production' | 'all' {
	if (/\b(npm|pnpm|yarn|npx|node_modules)\b/.test(text)) return 'all';
	const development = facts.package?.devDependencies ?? {};
	const needed = text.split(/[^\w@./-]+/).some((word) => {
		const [scope = '', name = ''] = word.split('/');
		const packageName = word.startsWith('@') ? `${scope}/${name}` : scope;
		return packageName in development || (packageOf[word] ?? '') in development;
	});
	return needed ? 'all' : 'production';
}

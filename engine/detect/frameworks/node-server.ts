import { dependency, script, type Facts } from '../facts.ts';
import type { Found } from '../plan.ts';
import type { Recogniser } from '../recognised.ts';
import { modulesFor, startScript } from '../start-command.ts';

const libraries: [packageName: string, framework: string, title: string][] = [
	['express', 'express', 'Express'],
	['fastify', 'fastify', 'Fastify'],
	['hono', 'hono', 'Hono'],
	['koa', 'koa', 'Koa'],
	['@hapi/hapi', 'hapi', 'hapi'],
	['h3', 'h3', 'h3'],
	['polka', 'polka', 'Polka']
];

/** Start scripts that serve a site while it is being written, not afterwards. */
const development =
	/^(npx )?(serve|http-server|sirv)\b|\b(vite|ng serve|react-scripts|vue-cli-service|webpack|parcel|astro dev|nodemon|live-server|concurrently)\b|--watch\b|\bdev\b/;

const entries = [
	'server',
	'app',
	'index',
	'main',
	'src/server',
	'src/app',
	'src/index',
	'src/main'
];

/** A script "start" that runs a server of the app's own, even where Vite is used, too. */
export const startedServer: Recogniser = (facts) => {
	const command = script(facts, 'start');
	if (command === null) {
		// What `npm start` does without a script.
		const byName = facts.package !== null && facts.files.has('server.js');
		return byName ? server(facts, { value: ['node', 'server.js'], reason: 'server.js' }) : null;
	}
	const start = development.test(command) ? null : startScript(facts, 'start:prod', 'start');
	return start && server(facts, start);
};

/** An app that depends on a library for servers. */
export const libraryServer: Recogniser = (facts) =>
	dependency(facts, ...libraries.map(([name]) => name)) ? nodeServer(facts) : null;

/** Whatever "start" does, or else the file that looks like the program. */
export const nodeServer: Recogniser = (facts) => {
	if (!facts.package) return null;
	const start = startScript(facts, 'start:prod', 'start') ?? entryFile(facts);
	return start && server(facts, start);
};

function server(facts: Facts, start: Found<string[]>) {
	const library = libraries.find(([name]) => dependency(facts, name));
	const [name = '', framework = 'node', title = 'Node.js'] = library ?? [];
	const reason = (name && dependency(facts, name)) || start.reason;
	const modules = modulesFor(facts, start.value);
	return {
		framework,
		title,
		reason,
		build: null,
		serve: { kind: 'server', start, modules, copies: null }
	} as const;
}

function entryFile(facts: Facts): Found<string[]> | null {
	const main = facts.package?.main?.replace(/^\.\//, '');
	if (main !== undefined && facts.files.has(main)) {
		return { value: ['node', main], reason: 'package.json: main' };
	}
	const candidates = entries.flatMap((entry) =>
		['js', 'mjs', 'cjs', 'ts'].map((end) => `${entry}.${end}`)
	);
	const file = candidates.find((candidate) => facts.files.has(candidate));
	return file === undefined ? null : { value: ['node', file], reason: file };
}

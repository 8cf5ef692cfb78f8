import type { BuildSettings } from '../spec.ts';
import { generatedPath } from './dockerfile-text.ts';
import type { Facts } from './facts.ts';
import { builtSiteDockerfile, serverDockerfile } from './node-dockerfile.ts';
import { nodeBuild } from './node-plan.ts';
import type { Found, Plan } from './plan.ts';
import type { Recognised, Server, Site } from './recognised.ts';

/** The plan of a Node.js process that answers requests. */
export function serverPlan(
	facts: Facts,
	recognised: Recognised,
	server: Server,
	settings: BuildSettings,
	port: Found<number>,
	owner: string | null
): Plan {
	const node = nodeBuild(facts, recognised, settings, owner);
	const dependencies = facts.package?.dependencies ?? {};
	const bare = server.modules === 'production' && Object.keys(dependencies).length === 0;
	const serve: Server = bare ? { ...server, modules: 'none' } : server;
	const dockerfile = serverDockerfile(node.image, serve, port.value);
	return {
		...common(recognised, node.notices),
		...inRepository(facts),
		language: 'node',
		packageManager: node.install && node.manager.found,
		languageTitle: 'Node.js',
		version: node.version,
		install: node.install,
		build: node.build,
		start: { value: displayed(server.start.value), reason: server.start.reason },
		output: null,
		port,
		dockerfile,
		files: [{ path: generatedPath, text: dockerfile }]
	};
}

/** The plan of finished files, with Node.js only where something builds them. */
export function sitePlan(
	facts: Facts,
	recognised: Recognised,
	site: Site,
	settings: BuildSettings,
	owner: string | null
): Plan {
	const node = nodeBuild(facts, recognised, settings, owner);
	const built = node.build !== null;
	const dockerfile = built ? builtSiteDockerfile(node.image, site) : '';
	return {
		...common(recognised, built ? node.notices : []),
		...(built ? inRepository(facts) : {}),
		language: built ? 'node' : 'static',
		packageManager: built && node.install ? node.manager.found : null,
		languageTitle: built ? 'Node.js' : null,
		version: built ? node.version : null,
		install: built ? node.install : null,
		build: node.build,
		start: null,
		output: site.output,
		port: null,
		dockerfile,
		files: built ? [{ path: generatedPath, text: dockerfile }] : []
	};
}

/** A workspace needs files beside its folder. */
const inRepository = ({ workspace }: Facts) => (workspace ? { isWholeRepository: true } : {});

function common({ framework, title, reason, notices = [] }: Recognised, more: string[]) {
	return {
		framework,
		title,
		reason,
		dockerfilePath: generatedPath,
		release: null,
		processes: [],
		notices: [...notices, ...more]
	};
}

function displayed(argv: string[]): string {
	return argv[0] === '/bin/sh' ? (argv[2] ?? '') : argv.join(' ');
}

import type { Tree } from '../checkout/port.ts';
import type { BuildSettings } from '../spec.ts';
import { caddyfile, caddyfilePath, sitePort } from './caddyfile.ts';
import { withoutVariables } from './dockerfile-text.ts';
import { readFacts, type Facts } from './facts.ts';
import { recognisers } from './frameworks/order.ts';
import { listeningPort } from './listening-port.ts';
import { builtSiteDockerfile, serverDockerfile } from './node-dockerfile.ts';
import { nodeBuild } from './node-plan.ts';
import { ownDockerfile } from './own-dockerfile.ts';
import type { Found, Plan } from './plan.ts';
import type { Recognised, Server, Site } from './recognised.ts';
import { settled } from './settled.ts';
import { plainSiteDockerfile } from './site-dockerfile.ts';

const dockerfilePath = '.gantry/Dockerfile';

interface DetectOptions {
	/** Keeps the build caches of different services apart: the service's id. Without it they share. */
	cacheOwner?: string;
	/** There are build-time variables: install and build commands get them. */
	hasVariables?: boolean;
}

/**
 * Says how a tree becomes an image. What a person set wins over what is detected.
 * Errors (422): nothing_detected, dockerfile_not_found, dockerfile_invalid, path_invalid,
 * command_invalid, adapter_unsupported, package_json_invalid.
 */
export async function detect(
	tree: Tree,
	settings: BuildSettings,
	options: DetectOptions = {}
): Promise<Plan> {
	const own = await ownDockerfile(tree, settings);
	if (own) return own;
	const plan = await generatedPlan(tree, settings, options.cacheOwner ?? null);
	return options.hasVariables ? plan : planWithoutVariables(plan);
}

function planWithoutVariables(plan: Plan): Plan {
	const dockerfile = withoutVariables(plan.dockerfile);
	const files = plan.files.map((file) =>
		file.path === plan.dockerfilePath ? { ...file, text: dockerfile } : file
	);
	return { ...plan, dockerfile, files };
}

async function generatedPlan(
	tree: Tree,
	settings: BuildSettings,
	owner: string | null
): Promise<Plan> {
	const facts = await readFacts(tree);
	const recognised = settled(facts, recognise(facts), settings);
	const { serve } = recognised;
	if (serve.kind === 'site') return sitePlan(facts, recognised, serve, settings, owner);
	const port = await listeningPort(tree, serve.start.value);
	return serverPlan(facts, recognised, serve, settings, port, owner);
}

function recognise(facts: Facts): Recognised | null {
	for (const recogniser of recognisers) {
		const recognised = recogniser(facts);
		if (recognised) return recognised;
	}
	return null;
}

function serverPlan(
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
		files: [{ path: dockerfilePath, text: dockerfile }]
	};
}

function sitePlan(
	facts: Facts,
	recognised: Recognised,
	site: Site,
	settings: BuildSettings,
	owner: string | null
): Plan {
	const node = nodeBuild(facts, recognised, settings, owner);
	const built = node.build !== null;
	const dockerfile = built
		? builtSiteDockerfile(node.image, site.output.value)
		: plainSiteDockerfile(recognised.title, site.output.value);
	return {
		...common(recognised, built ? node.notices : []),
		language: built ? 'node' : 'static',
		packageManager: built && node.install ? node.manager.found : null,
		languageTitle: built ? 'Node.js' : null,
		version: built ? node.version : null,
		install: built ? node.install : null,
		build: node.build,
		start: null,
		output: site.output,
		port: { value: sitePort, reason: 'Caddy serves the files' },
		dockerfile,
		files: [
			{ path: dockerfilePath, text: dockerfile },
			{ path: caddyfilePath, text: caddyfile(site) }
		]
	};
}

function common({ framework, title, reason, notices = [] }: Recognised, more: string[]) {
	return {
		framework,
		title,
		reason,
		dockerfilePath,
		release: null,
		processes: [],
		notices: [...notices, ...more]
	};
}

function displayed(argv: string[]): string {
	return argv[0] === '/bin/sh' ? (argv[2] ?? '') : argv.join(' ');
}

import type { Tree } from '../checkout/port.ts';
import type { BuildSettings } from '../spec.ts';
import { withoutVariables } from './dockerfile-text.ts';
import { readFacts, type Facts } from './facts.ts';
import { recognisers } from './frameworks/order.ts';
import { languagePlan } from './languages/plan-of.ts';
import { recogniseLanguage } from './languages/recognise.ts';
import { sourcesOf } from './languages/sources.ts';
import { listeningPort } from './listening-port.ts';
import { serverPlan, sitePlan } from './node-app.ts';
import { ownDockerfile } from './own-dockerfile.ts';
import type { Plan } from './plan.ts';
import { readProcfile, type Procfile } from './procfile.ts';
import type { Recognised } from './recognised.ts';
import { refuseSeveralLines, settled } from './settled.ts';
import { workspaceOf } from './workspace.ts';

interface DetectOptions {
	/** Keeps the build caches of different services apart: the service's id. Without it they share. */
	cacheOwner?: string;
	/** There are build-time variables: install and build commands get them. */
	hasVariables?: boolean;
	/** The repository's root, where `tree` is a folder of it: the folder may be a workspace. */
	repository?: Tree;
}

/**
 * Says how a tree becomes an image. What a person set wins over what is detected; the repository's own
 * Dockerfile over an app in another language than Node.js, that over Node.js and static sites.
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
	const generated = await generatedPlan(tree, settings, options);
	const plan = { ...generated, notices: [...generated.notices, ...ownOnly(settings)] };
	return options.hasVariables ? plan : planWithoutVariables(plan);
}

/** Said of settings that only a Dockerfile of the repository has a use for. */
function ownOnly({ dockerfileTarget, buildArguments }: BuildSettings): string[] {
	const set = [
		dockerfileTarget && 'Dockerfile stage',
		Object.keys(buildArguments).length > 0 && 'build arguments'
	].filter((name) => name);
	if (set.length === 0) return [];
	return [`There is no Dockerfile in the repository: your ${set.join(' and ')} have no effect.`];
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
	{ cacheOwner, repository }: DetectOptions
): Promise<Plan> {
	const owner = cacheOwner ?? null;
	refuseSeveralLines(settings);
	const facts = await readFacts(tree);
	if (repository) facts.workspace = await workspaceOf(repository, settings.rootDirectory, facts);
	const procfile = await readProcfile(tree);
	const language = await recogniseLanguage(sourcesOf(tree, facts));
	if (language?.plan.evidence === 'app')
		return languagePlan(language, { procfile, facts }, settings, owner);
	const recognised = recognise(facts);
	if (language && !recognised) return languagePlan(language, { procfile, facts }, settings, owner);
	return nodePlan(
		tree,
		facts,
		settled(facts, recognised, procfile, settings),
		procfile,
		settings,
		owner
	);
}

async function nodePlan(
	tree: Tree,
	facts: Facts,
	recognised: Recognised,
	procfile: Procfile,
	settings: BuildSettings,
	owner: string | null
): Promise<Plan> {
	const { serve } = recognised;
	const { release, processes } = procfile;
	if (serve.kind === 'site') {
		return { ...sitePlan(facts, recognised, serve, settings, owner), release, processes };
	}
	const port = await listeningPort(tree, serve.start.value);
	return { ...serverPlan(facts, recognised, serve, settings, port, owner), release, processes };
}

function recognise(facts: Facts): Recognised | null {
	for (const recogniser of recognisers) {
		const recognised = recogniser(facts);
		if (recognised) return recognised;
	}
	return null;
}

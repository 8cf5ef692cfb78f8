import type { BuildSettings } from '../spec.ts';
import { dependency, script, type Facts } from './facts.ts';
import { hasWorkspaces, installOf, type Install } from './install.ts';
import type { NodeImage } from './node-dockerfile.ts';
import { nodeVersion } from './node-version.ts';
import { packageManager, type PackageManager } from './package-manager.ts';
import type { Found } from './plan.ts';
import type { Recognised } from './recognised.ts';
import { workspaceScript } from './workspace.ts';
import { youSetIt } from './you-set-it.ts';

/** How Node.js turns the sources into what is served. */
interface NodeBuild {
	manager: PackageManager;
	version: Found<string>;
	install: Found<string> | null;
	build: Found<string> | null;
	image: NodeImage;
	notices: string[];
}

export function nodeBuild(
	facts: Facts,
	recognised: Recognised,
	settings: BuildSettings,
	owner: string | null
): NodeBuild {
	const { workspace } = facts;
	// Packages of a workspace are installed where its lock file is.
	const home = workspace?.facts ?? facts;
	const manager = packageManager(home);
	const { found: version, notice } = nodeVersion(saysVersion(facts) ? facts : home);
	const install = settledInstall(home, manager, settings);
	const build = settledBuild(facts, manager, recognised, settings);
	return {
		manager,
		version,
		install: install && installFound(install, manager, settings),
		build,
		image: {
			title: recognised.title,
			major: version.value,
			install,
			build: build?.value ?? null,
			buildVariables: recognised.buildVariables ?? {},
			buildCache: recognised.buildCache ?? null,
			workspace: workspace?.folder ?? null,
			generatesModules: generates(facts, build),
			owner
		},
		notices: [...(install ? manager.notices : []), ...(notice ? [notice] : [])]
	};
}

/** Plain calls of a package manager, which read no more than the detected one. */
const usual = /^(npm|pnpm|yarn)( (ci|install|i))?( --?(?!prefix|dir\b|cwd)[\w-]+(=[\w./-]+)?)*$/;

function settledInstall(
	facts: Facts,
	manager: PackageManager,
	settings: BuildSettings
): Install | null {
	const command = settings.installCommand?.trim();
	const detected = installOf(facts, manager);
	if (command) {
		const manifests = usual.test(command) ? detected.manifests : null;
		// The settings that this command needs would be unknown to a second one.
		return { ...detected, command, remark: null, manifests, prune: null };
	}
	const {
		dependencies = {},
		devDependencies = {},
		optionalDependencies = {}
	} = facts.package ?? {};
	const all = { ...dependencies, ...devDependencies, ...optionalDependencies };
	return Object.keys(all).length === 0 && !hasWorkspaces(facts) ? null : detected;
}

function installFound(
	install: Install,
	manager: PackageManager,
	settings: BuildSettings
): Found<string> {
	const reason = settings.installCommand?.trim() ? youSetIt : (manager.lockFile ?? 'no lock file');
	return { value: install.command, reason };
}

function settledBuild(
	facts: Facts,
	manager: PackageManager,
	recognised: Recognised,
	settings: BuildSettings
): Found<string> | null {
	const command = settings.buildCommand?.trim();
	const { workspace } = facts;
	const inFolder = (line: string) => (workspace ? `cd ${workspace.folder} && ${line}` : line);
	if (command) return { value: inFolder(command), reason: youSetIt };
	const name = (recognised.buildScripts ?? ['build']).find((candidate) => script(facts, candidate));
	if (name !== undefined) {
		const value = workspace
			? workspaceScript(workspace, manager, { name, app: facts.package?.name ?? null })
			: `${manager.found.value} run ${name}`;
		return { value, reason: `package.json: script "${name}"` };
	}
	if (recognised.build === null) return null;
	return { value: inFolder(recognised.build), reason: recognised.reason };
}

const saysVersion = (facts: Facts) =>
	facts.texts.has('.nvmrc') ||
	facts.texts.has('.node-version') ||
	facts.package?.engines.node !== undefined;

/** Prisma writes its client into node_modules, often as a part of the build. */
function generates(facts: Facts, build: Found<string> | null): boolean {
	if (!build || !dependency(facts, '@prisma/client', 'prisma')) return false;
	return /\bgenerate\b/.test(
		`${build.value} ${script(facts, 'build')} ${script(facts, 'prebuild')}`
	);
}

import { script, type Facts } from './facts.ts';
import type { PackageManager } from './package-manager.ts';

/** How packages get into the image. All commands run as root in a build stage. */
export interface Install {
	/** What is installed by `npm install -g` before; null: nothing. */
	program: string | null;
	variables: Record<string, string>;
	command: string;
	/** For the reader of the Dockerfile; null: the command says it all. */
	remark: string | null;
	/** The program's own cache, kept between builds. */
	cache: string;
	/** Removes development packages; null: not possible. */
	prune: string | null;
	/** What the command reads; null: the sources may be read, too. */
	manifests: string[] | null;
}

const commands = {
	// See npm/cli#9846: npm install itself writes such files where a registry lacks a package.
	npm: { locked: 'npm ci || npm install', free: 'npm install', prune: 'npm prune --omit=dev' },
	pnpm: {
		locked: 'pnpm install --frozen-lockfile',
		free: 'pnpm install',
		prune: 'pnpm prune --prod --ignore-scripts'
	},
	yarn: {
		locked: 'yarn install --frozen-lockfile',
		free: 'yarn install',
		prune: 'yarn install --production --frozen-lockfile --ignore-scripts --prefer-offline'
	},
	berry: {
		locked: 'yarn install --immutable',
		free: 'yarn install',
		prune: 'yarn workspaces focus --production'
	}
};

const npmRemark =
	'npm ci refuses lock files without the packages of other platforms; npm install does not';

const caches = {
	npm: '/root/.npm',
	pnpm: '/root/.local/share/pnpm/store',
	yarn: '/usr/local/share/.cache/yarn',
	berry: '/root/.yarn/berry/cache'
};

const variables: Record<keyof typeof commands, Record<string, string>> = {
	npm: {},
	// The right pnpm is there already: no other is to be fetched for "packageManager".
	pnpm: { pnpm_config_pm_on_fail: 'ignore' },
	yarn: {},
	// Plug'n'Play would need its loader in every command, the started one included.
	berry: { YARN_NODE_LINKER: 'node-modules', YARN_ENABLE_GLOBAL_CACHE: '1' }
};

/** How to install as detected. */
export function installOf(facts: Facts, manager: PackageManager): Install {
	const name = manager.berry ? 'berry' : manager.found.value;
	const { locked, free, prune } = commands[name];
	// `workspaces focus` came with Yarn 4.
	const prunable = name !== 'berry' || /@4\b/.test(manager.program ?? '');
	return {
		program: manager.program,
		variables: variables[name],
		command: manager.lockFile === null ? free : locked,
		remark: locked === commands.npm.locked && manager.lockFile !== null ? npmRemark : null,
		cache: caches[name],
		// Others than npm prune one workspace, not all of them.
		prune: prunable && (name === 'npm' || !hasWorkspaces(facts)) ? prune : null,
		manifests: manifestsOf(facts, manager)
	};
}

/** Install scripts of the app that are known to need nothing, or little, of the sources. */
const modest: [pattern: RegExp, needs: string[]][] = [
	[/^(husky( install)?|lefthook install|simple-git-hooks|(npx )?only-allow \w+)( \|\|.*)?$/, []],
	[/^(svelte-kit sync|nuxt prepare|nuxi prepare)( \|\|.*)?$/, []],
	[/^patch-package$/, ['patches']],
	[/^(npx )?prisma generate$/, ['prisma', 'prisma.config.ts']]
];

/** The root of several packages: what is installed there is theirs. */
export const hasWorkspaces = (facts: Facts): boolean =>
	Boolean(facts.package?.workspaces) ||
	/^packages:/m.test(facts.texts.get('pnpm-workspace.yaml') ?? '');

function manifestsOf(facts: Facts, manager: PackageManager): string[] | null {
	if (hasWorkspaces(facts)) return null;
	const wanted = ['package.json', manager.lockFile, '.npmrc', '.yarnrc', '.yarnrc.yml', '.yarn'];
	wanted.push('pnpm-workspace.yaml', '.pnpmfile.cjs', '.pnpmfile.mjs', 'patches');
	for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) {
		const command = script(facts, name);
		if (command === null) continue;
		const known = modest.find(([pattern]) => pattern.test(command));
		if (!known) return null;
		wanted.push(...known[1]);
	}
	const there = wanted.filter(
		(path) => path !== null && (facts.files.has(path) || facts.directories.has(path))
	);
	return [...new Set(there as string[])];
}

import { copyLine, environmentLine, runLine } from '../dockerfile-text.ts';
import { script, type Facts } from '../facts.ts';
import { installOf, type Install } from '../install.ts';
import { nodeVersion } from '../node-version.ts';
import { packageManager } from '../package-manager.ts';

/** Node.js in the build of another language, for its assets. */
export interface NodeTools {
	/** Major of the image it is taken from. */
	version: string;
	install: Install;
	/** Of package.json's script "build", if it has one. */
	build: string | null;
}

/** null: nothing of package.json is needed to build the app. */
export function nodeToolsOf(facts: Facts): NodeTools | null {
	const { dependencies = {}, devDependencies = {} } = facts.package ?? {};
	if (Object.keys({ ...dependencies, ...devDependencies }).length === 0) return null;
	const manager = packageManager(facts);
	return {
		version: nodeVersion(facts).found.value,
		install: installOf(facts, manager),
		build: script(facts, 'build') === null ? null : `${manager.found.value} run build`
	};
}

/** Lines that bring Node.js into a stage of Debian. */
export function nodePrograms(version: string): string[] {
	const from = `--from=node:${version}-slim`;
	const link = (name: string) =>
		`ln -s ../lib/node_modules/npm/bin/${name}-cli.js /usr/local/bin/${name}`;
	return [
		copyLine(['/usr/local/bin/node'], '/usr/local/bin/', [from]),
		copyLine(['/usr/local/lib/node_modules'], '/usr/local/lib/node_modules', [from]),
		`RUN ${link('npm')} && ${link('npx')}`
	];
}

/** Node.js with the app's package manager; `install` runs once the sources are there. */
export function nodeTools({ version, install }: NodeTools, owner: string | null) {
	return {
		programs: [
			...nodePrograms(version),
			install.program && `RUN npm install --global --force ${install.program}`,
			environmentLine(install.variables)
		],
		install: runLine(install.command, [install.cache], owner)
	};
}

import { AppError } from '../error.ts';
import type { Facts } from './facts.ts';
import { languages } from './languages/order.ts';

const composeFile = /^(docker-)?compose(\..+)?\.ya?ml$/;
const nodeAndSites = /^(Dockerfile|package\.json|index\.html)$/;

/** Says what was looked for, what was seen instead, and what to do. */
export function nothingDetected(facts: Facts): AppError {
	return new AppError('nothing_detected', 422, messageFor(facts), { hint: hintFor(facts) });
}

/** A framework is there, and what it builds is not: the app stands in a folder below. */
export function appBelow(title: string, missing: string, facts: Facts): AppError {
	const message = `${title} is installed here, but there is no folder ${missing} that it could build`;
	return new AppError('nothing_detected', 422, message, { hint: hintOfFolders(facts) ?? inFolder });
}

const inFolder = 'Set the root directory to the app’s folder.';

function messageFor(facts: Facts): string {
	if (facts.files.size === 0 && facts.directories.size === 0) return 'The root directory is empty';
	if (facts.package) {
		return 'package.json says neither how to start the app nor which framework it uses: no known dependency, no script "start", no server.js, no index.html';
	}
	const root = [...facts.files].filter((path) => !path.includes('/'));
	const match = languages.find(({ signs }) => root.some((name) => signs.test(name)));
	if (match) {
		return `This looks like ${match.title}, but nothing says what is started: no known framework, and no Procfile`;
	}
	const compose = composeFileOf(facts);
	if (compose)
		return `${compose} says how several containers run together, which Gantry does not read`;
	const titles = ['Node.js', ...languages.map(({ title }) => title)];
	return `Found no Dockerfile, no index.html, and no app in ${titles.slice(0, -1).join(', ')} or ${titles.at(-1)} in the root directory`;
}

function hintFor(facts: Facts): string {
	const below = hintOfFolders(facts);
	if (below) return below;
	if (composeFileOf(facts)) {
		return 'Make a service of each container that is built from a folder here, and choose that folder as its root directory.';
	}
	if (facts.files.size > 0) {
		return 'Set a start command or an output directory, add a Procfile with a line "web: …", or add a Dockerfile.';
	}
	return 'Add a Dockerfile, or choose another root directory.';
}

/** At the root: its path has no folder. */
const composeFileOf = ({ files }: Facts) => [...files].find((path) => composeFile.test(path));

/** null when no folder looks like an app's. */
function hintOfFolders(facts: Facts): string | null {
	const folders = foldersOfApps(facts);
	const monorepo = ['apps', 'packages', 'services'].find((name) => facts.directories.has(name));
	if (folders.length > 0) {
		return `Set the root directory to the app's folder (${folders.join(' or ')}), or add a Dockerfile.`;
	}
	if (!monorepo) return null;
	return `Set the root directory to the app's folder below ${monorepo}/, or add a Dockerfile.`;
}

/** A language is there, and nothing that is started; what else there may be stands below. */
export function hintForStart(facts: Facts): string {
	const folders = foldersOfApps(facts);
	const words = 'Set a start command, add a Procfile with a line "web: …", or add a Dockerfile.';
	if (folders.length === 0) return words;
	return `${words} If the app stands in a folder (${folders.join(' or ')}), make that the root directory.`;
}

/** Three folders at most in which a language, a site or a Dockerfile would be recognised. */
function foldersOfApps({ files }: Facts): string[] {
	const folders = [...files].flatMap((path) => {
		const [folder = '', name] = path.split('/');
		if (name === undefined || folder.startsWith('.')) return [];
		const isApp = nodeAndSites.test(name) || languages.some(({ signs }) => signs.test(name));
		return isApp ? [folder] : [];
	});
	return [...new Set(folders)].toSorted().slice(0, 3);
}

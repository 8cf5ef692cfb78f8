import type { Sources } from '../language.ts';

/** Where a web framework's object is made: `app = FastAPI()` in src/main.py → 'main', 'app', 'src'. */
export interface Entry {
	/** As Python imports it: 'shop.main'. */
	module: string;
	/** What WSGI and ASGI servers are given: 'app', 'create_app()'. */
	object: string;
	/** Folder that has to be on Python's path; null: the root. */
	folder: string | null;
	path: string;
}

const names = [
	'wsgi',
	'asgi',
	'main',
	'app',
	'application',
	'api',
	'server',
	'index',
	'run',
	'__init__'
];
const folders = ['app', 'src', 'api', 'backend', 'server', 'web'];
const fileLimit = 60;

/**
 * The first file that makes an object of one of these classes, looked for where such files usually are.
 * A function `create_app` counts where no object is made.
 */
export async function findEntry(sources: Sources, classes: string[]): Promise<Entry | null> {
	const made = new RegExp(
		`^(\\w+)\\s*(?::\\s*[\\w.]+\\s*)?=\\s*(?:\\w+\\.)?(?:${classes.join('|')})\\(`,
		'm'
	);
	const factory = /^(?:async )?def ((?:create|make)_app(?:lication)?)\(/m;
	let factories: Entry | null = null;
	for (const path of await candidates(sources)) {
		const text = await sources.read(path);
		if (text === null) continue;
		const object = made.exec(text)?.[1] ?? imported(path, text);
		if (object) return entryOf(path, object, text);
		const called = factory.exec(text)?.[1];
		if (called) factories ??= entryOf(path, `${called}()`, text);
	}
	return factories;
}

/** wsgi.py often has nothing but `from shop import app`, or `app = create_app()`. */
function imported(path: string, text: string): string | null {
	if (!/(^|\/)[aw]sgi\.py$/.test(path)) return null;
	const line =
		/^(app|application)\s*=|^from\s+\S+\s+import\s+(?:.*\bas\s+)?(app|application)\s*$/m.exec(text);
	return line?.[1] ?? line?.[2] ?? null;
}

/** Files at the root, then in the usual folders, then in every folder; usual names first. */
async function candidates(sources: Sources): Promise<string[]> {
	const { files, directories } = sources.facts;
	const paths = [...files].filter((path) => path.endsWith('.py'));
	for (const directory of directories) {
		// The package of a src layout is one level deeper than facts look.
		if (/^src\/\w+$/.test(directory)) {
			paths.push(...(await sources.list(directory)).filter((path) => path.endsWith('.py')));
		}
	}
	const rank = (path: string) => {
		const parts = path.split('/');
		const name = names.indexOf((parts.pop() ?? '').slice(0, -3));
		const folder =
			parts.length === 0 ? 0 : folders.indexOf(parts[0] ?? '') + 1 || folders.length + 1;
		return folder * 100 + (name === -1 ? names.length : name);
	};
	const wanted = paths.filter((path) => !/(^|\/)(tests?|conftest|setup|migrations)[/.]/.test(path));
	return wanted.toSorted((one, other) => rank(one) - rank(other)).slice(0, fileLimit);
}

function entryOf(path: string, object: string, text: string): Entry {
	const inSrc = path.startsWith('src/') && !/^\s*(from|import) src\b/m.test(text);
	const below = inSrc ? path.slice('src/'.length) : path;
	const module = below.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');
	return { module, object, folder: inSrc ? 'src' : null, path };
}

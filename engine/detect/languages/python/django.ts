import type { Found } from '../../plan.ts';
import type { Sources } from '../language.ts';
import { nothingMore, type PythonApp } from './app.ts';
import type { PythonManifests } from './dependencies.ts';
import { serverCommand } from './server-command.ts';

export async function djangoApp(
	sources: Sources,
	manifests: PythonManifests
): Promise<PythonApp | null> {
	const { files } = sources.facts;
	const file = manifests.packages.get('django');
	const manage = await sources.read('manage.py');
	if (!file && !manage?.includes('django')) return null;
	const settings = await settingsText(sources, manage);
	const needsStatic = /^\s*STATIC_ROOT\s*=/m.test(settings) && files.has('manage.py');
	return {
		...nothingMore,
		framework: 'django',
		title: 'Django',
		reason: file ? `${file}: Django` : 'manage.py',
		evidence: 'app',
		start: startOf(sources, manifests, manage),
		build: needsStatic
			? { value: 'python manage.py collectstatic --noinput', reason: 'settings: STATIC_ROOT' }
			: null,
		buildVariables: needsStatic ? wantedBy(settings) : {},
		notices: needsStatic || !/STATIC_URL/.test(settings) ? [] : [noStaticRoot]
	};
}

const noStaticRoot =
	'The settings have no STATIC_ROOT, so no static files are collected. Set it, and serve them with WhiteNoise, if the app has any.';

/** asgi.py where a server for it is among the dependencies and none for WSGI, else wsgi.py. */
function startOf(
	sources: Sources,
	manifests: PythonManifests,
	manage: string | null
): Found<string> | null {
	const { files } = sources.facts;
	const { packages } = manifests;
	const named = projectOf(manage);
	const asynchronous =
		!packages.has('gunicorn') &&
		['uvicorn', 'hypercorn', 'daphne'].some((name) => packages.has(name));
	const kinds = asynchronous ? (['asgi', 'wsgi'] as const) : (['wsgi', 'asgi'] as const);
	for (const kind of kinds) {
		const paths = [...files].filter(
			(path) => path.endsWith(`/${kind}.py`) || path === `${kind}.py`
		);
		const path = paths.find((candidate) => candidate.startsWith(`${named}/`)) ?? paths[0];
		if (path === undefined) continue;
		const module = path.slice(0, -3).replaceAll('/', '.');
		const target = { module, object: 'application', folder: null, path };
		const value =
			kind === 'asgi' && packages.has('daphne') && !packages.has('uvicorn')
				? `daphne --bind 0.0.0.0 --port $PORT ${module}:application`
				: serverCommand(kind, target, sources, manifests);
		return { value, reason: path };
	}
	return null;
}

/** 'config' of DJANGO_SETTINGS_MODULE = 'config.settings.production'. */
function projectOf(manage: string | null): string | null {
	return /DJANGO_SETTINGS_MODULE['"]\s*,\s*['"](\w+)/.exec(manage ?? '')?.[1] ?? null;
}

async function settingsText(sources: Sources, manage: string | null): Promise<string> {
	const { files, directories } = sources.facts;
	const paths = [...files].filter((path) => /(^|\/)settings\.py$/.test(path));
	for (const folder of directories) {
		if (/\/settings$/.test(folder)) paths.push(...(await sources.list(folder)));
	}
	const project = projectOf(manage);
	const own = project === null ? paths : paths.filter((path) => path.startsWith(`${project}/`));
	const texts = await Promise.all(
		(own.length > 0 ? own : paths)
			.filter((path) => path.endsWith('.py'))
			.slice(0, 10)
			.map((path) => sources.read(path))
	);
	return texts.join('\n');
}

/** Settings are read to collect files, but what they take from the environment is there only later. */
function wantedBy(settings: string): Record<string, string> {
	const keys = [...settings.matchAll(/['"](\w*SECRET_KEY\w*)['"]/g)].map(([, key = '']) => key);
	const variables = Object.fromEntries(keys.map((key) => [key, 'only-for-the-build']));
	if (!/['"]DATABASE_URL['"]|\benv\.db\(/.test(settings)) return variables;
	return { ...variables, DATABASE_URL: 'sqlite:////tmp/build.sqlite3' };
}

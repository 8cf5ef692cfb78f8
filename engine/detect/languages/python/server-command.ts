import type { Sources } from '../language.ts';
import type { PythonManifests } from './dependencies.ts';
import type { Entry } from './entry.ts';

export type Kind = 'wsgi' | 'asgi';

/** The server that the app depends on; else Gunicorn for WSGI and Uvicorn for ASGI. */
export function serverCommand(
	kind: Kind,
	{ module, object, folder }: Entry,
	{ facts }: Sources,
	{ packages }: PythonManifests
): string {
	const isFactory = object.endsWith('()');
	const target = isFactory ? `'${module}:${object}'` : `${module}:${object}`;
	if (kind === 'wsgi' && packages.has('waitress') && !packages.has('gunicorn')) {
		const called = isFactory ? ` --call ${module}:${object.slice(0, -2)}` : ` ${target}`;
		return `waitress-serve --port=$PORT${called}`;
	}
	if (kind === 'wsgi') {
		const threads = facts.files.has('gunicorn.conf.py') ? '' : ' --threads 4';
		// Gunicorn itself listens where PORT says.
		return `gunicorn${threads}${folder ? ` --pythonpath ${folder}` : ''} ${target}`;
	}
	if (packages.has('hypercorn') && !packages.has('uvicorn')) {
		return `hypercorn --bind 0.0.0.0:$PORT ${target}`;
	}
	const called = isFactory ? `--factory ${module}:${object.slice(0, -2)}` : target;
	const path = folder ? ` --app-dir ${folder}` : '';
	return `uvicorn${path} --host 0.0.0.0 --port $PORT ${called}`;
}

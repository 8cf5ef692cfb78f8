import type { Sources } from '../language.ts';
import { nothingMore, type PythonApp } from './app.ts';
import type { PythonManifests } from './dependencies.ts';
import { djangoApp } from './django.ts';
import { findEntry } from './entry.ts';
import { scriptApp } from './script-app.ts';
import { serverCommand, type Kind } from './server-command.ts';

/** Frameworks that give a server an object; package → class that it is an object of. */
const frameworks: [name: string, title: string, kind: Kind, classes: string[]][] = [
	['fastapi', 'FastAPI', 'asgi', ['FastAPI']],
	['litestar', 'Litestar', 'asgi', ['Litestar']],
	['quart', 'Quart', 'asgi', ['Quart']],
	['starlette', 'Starlette', 'asgi', ['Starlette']],
	['flask', 'Flask', 'wsgi', ['Flask', 'APIFlask', 'OpenAPI']],
	['falcon', 'Falcon', 'wsgi', ['falcon.App', 'App', 'API']],
	['bottle', 'Bottle', 'wsgi', ['Bottle']],
	['pyramid', 'Pyramid', 'wsgi', ['make_wsgi_app']]
];

export async function pythonApp(
	sources: Sources,
	manifests: PythonManifests
): Promise<PythonApp | null> {
	const django = await djangoApp(sources, manifests);
	if (django) return django;
	const script = await scriptApp(sources, manifests);
	if (script) return script;
	for (const [name, title, kind, classes] of frameworks) {
		const file = manifests.packages.get(name);
		if (file === undefined) continue;
		const entry = await findEntry(sources, classes);
		return {
			...nothingMore,
			framework: name,
			title,
			reason: `${file}: ${title}`,
			evidence: 'app',
			start: entry && {
				value: serverCommand(kind, entry, sources, manifests),
				reason: `${entry.path}: ${entry.object}`
			}
		};
	}
	return null;
}

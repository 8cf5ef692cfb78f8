import type { Found } from '../../plan.ts';
import type { Sources } from '../language.ts';
import { nothingMore, toldPort, type PythonApp } from './app.ts';
import type { PythonManifests } from './dependencies.ts';

type Script = Omit<PythonApp, 'reason'> & { package: string };

/** Programs that are started by themselves, without a server in front. */
export async function scriptApp(
	sources: Sources,
	manifests: PythonManifests
): Promise<PythonApp | null> {
	for (const look of [streamlit, gradio, dash, mkdocs, ownLoop]) {
		const script = await look(sources, manifests);
		const file = script && manifests.packages.get(script.package);
		if (script && file) return { ...script, reason: `${file}: ${script.title}` };
	}
	return null;
}

async function streamlit(sources: Sources): Promise<Script> {
	const path = await importing(sources, 'streamlit', ['streamlit_app.py', 'Home.py']);
	const options = '--server.address 0.0.0.0 --server.port $PORT --server.headless true';
	return {
		...nothingMore,
		package: 'streamlit',
		framework: 'streamlit',
		title: 'Streamlit',
		evidence: 'app',
		start:
			path === null
				? null
				: { value: `streamlit run ${options} ${path}`, reason: `${path}: streamlit` }
	};
}

async function gradio(sources: Sources): Promise<Script> {
	const path = await importing(sources, 'gradio', []);
	const variables = 'GRADIO_SERVER_NAME=0.0.0.0 GRADIO_SERVER_PORT=$PORT';
	return {
		...nothingMore,
		package: 'gradio',
		framework: 'gradio',
		title: 'Gradio',
		evidence: 'app',
		start:
			path === null
				? null
				: { value: `${variables} exec python ${path}`, reason: `${path}: gradio` }
	};
}

async function dash(sources: Sources): Promise<Script> {
	const path = await importing(sources, 'dash', []);
	const text = path === null ? '' : ((await sources.read(path)) ?? '');
	const server = /^(\w+)\s*=\s*\w+\.server\b/m.exec(text)?.[1];
	const module = path?.slice(0, -3).replaceAll('/', '.');
	const value = server ? `gunicorn --threads 4 ${module}:${server}` : `python ${path}`;
	return {
		...nothingMore,
		package: 'dash',
		framework: 'dash',
		title: 'Dash',
		evidence: 'app',
		start: path === null ? null : { value, reason: `${path}: ${server ?? 'dash'}` },
		port: server ? toldPort : writtenPort(path ?? '', text, 8050)
	};
}

async function mkdocs({ facts }: Sources): Promise<Script | null> {
	const file = ['mkdocs.yml', 'mkdocs.yaml'].find((name) => facts.files.has(name));
	if (file === undefined) return null;
	return {
		...nothingMore,
		package: 'mkdocs',
		framework: 'mkdocs',
		title: 'MkDocs',
		evidence: 'app',
		start: null,
		build: { value: 'mkdocs build', reason: file },
		output: { value: 'site', reason: `${file}: the default of MkDocs` }
	};
}

/** Frameworks whose programs have their own loop. */
async function ownLoop(sources: Sources, { packages }: PythonManifests): Promise<Script | null> {
	const known = { aiohttp: 'aiohttp', tornado: 'Tornado', sanic: 'Sanic', cherrypy: 'CherryPy' };
	const [name, title] = Object.entries(known).find(([candidate]) => packages.has(candidate)) ?? [];
	// aiohttp is a client, too, and many of a FastAPI's or Flask's dependencies.
	const others = ['fastapi', 'flask', 'starlette', 'litestar', 'quart', 'falcon', 'bottle'];
	if (!name || !title || others.some((other) => packages.has(other))) return null;
	const path = await importing(sources, name, ['main.py', 'app.py', 'server.py']);
	const text = path === null ? '' : ((await sources.read(path)) ?? '');
	return {
		...nothingMore,
		package: name,
		framework: name,
		title,
		evidence: path === null ? 'files' : 'app',
		start: path === null ? null : { value: `python ${path}`, reason: `${path}: ${name}` },
		port: writtenPort(path ?? '', text, 8000)
	};
}

/** A Python program without a known framework; null: there is none at the root. */
export async function plainScript(sources: Sources): Promise<PythonApp | null> {
	const usual = ['main.py', 'app.py', 'server.py', 'run.py', '__main__.py'];
	const path = usual.find((name) => sources.facts.files.has(name));
	if (path === undefined) return null;
	return {
		...nothingMore,
		framework: 'python',
		title: 'Python',
		reason: path,
		evidence: 'files',
		start: { value: `python ${path}`, reason: path },
		port: writtenPort(path, (await sources.read(path)) ?? '', 8000)
	};
}

/** The first file at the root that imports the package; one of `names` before all others. */
async function importing(sources: Sources, name: string, names: string[]): Promise<string | null> {
	const root = [...sources.facts.files].filter((path) => /^[^/]+\.py$/.test(path)).toSorted();
	const usual = [...names, 'app.py', 'main.py'].filter((path) => sources.facts.files.has(path));
	for (const path of [...new Set([...usual, ...root])].slice(0, 40)) {
		const text = await sources.read(path);
		if (new RegExp(`^\\s*(import|from)\\s+${name}\\b`, 'm').test(text ?? '')) return path;
	}
	return null;
}

/** The port written into the program, unless it reads its environment. */
function writtenPort(path: string, text: string, usual: number): Found<number> {
	if (/\benviron\b|\bgetenv\b/.test(text)) return toldPort;
	const written =
		/\bport\s*=\s*(\d{2,5})\b|\.listen\(\s*(\d{2,5})\b|\(\s*['"][\w.]*['"]\s*,\s*(\d{2,5})\s*\)/i.exec(
			text
		);
	const port = Number(written?.[1] ?? written?.[2] ?? written?.[3] ?? 0);
	if (port > 0 && port <= 65535) return { value: port, reason: `${path}: listens on ${port}` };
	return usual === toldPort.value ? toldPort : { value: usual, reason: 'what it uses by itself' };
}

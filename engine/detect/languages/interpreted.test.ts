import { describe, expect, it } from 'vitest';
import { memoryTree } from '../../checkout/memory-tree.ts';
import type { BuildSettings } from '../../spec.ts';
import { detect } from '../detect.ts';
import { languageTrees } from '../testing/language-trees.ts';
import { settings } from '../testing/settings.ts';

const planFor = (name: string, set: Partial<BuildSettings> = {}) =>
	detect(memoryTree(languageTrees[name] ?? {}), settings(set));

/** tree → framework, package manager, version, start command or output folder. */
const expected: [
	tree: string,
	framework: string,
	manager: string | null,
	version: string,
	served: string
][] = [
	['Flask with pip', 'flask', 'pip', '3.13', 'gunicorn --threads 4 app:app'],
	[
		'Flask factory with Pipenv',
		'flask',
		'Pipenv',
		'3.12',
		"gunicorn --threads 4 'shop:create_app()'"
	],
	['FastAPI with uv', 'fastapi', 'uv', '3.12', 'uvicorn --host 0.0.0.0 --port $PORT app.main:app'],
	[
		'FastAPI in src with Poetry',
		'fastapi',
		'Poetry',
		'3.13',
		'uvicorn --app-dir src --host 0.0.0.0 --port $PORT my_api.main:app'
	],
	[
		'Starlette with PDM',
		'starlette',
		'PDM',
		'3.13',
		'hypercorn --bind 0.0.0.0:$PORT main:application'
	],
	['Django with pip', 'django', 'pip', '3.12', 'gunicorn --threads 4 shop.wsgi:application'],
	[
		'Django with Daphne',
		'django',
		'pip',
		'3.13',
		'daphne --bind 0.0.0.0 --port $PORT shop.asgi:application'
	],
	[
		'Streamlit',
		'streamlit',
		'pip',
		'3.13',
		'streamlit run --server.address 0.0.0.0 --server.port $PORT --server.headless true dashboard.py'
	],
	[
		'Gradio',
		'gradio',
		'pip',
		'3.13',
		'GRADIO_SERVER_NAME=0.0.0.0 GRADIO_SERVER_PORT=$PORT exec python app.py'
	],
	['MkDocs', 'mkdocs', 'pip', '3.13', 'site/'],
	['Tornado on its own port', 'tornado', 'pip', '3.13', 'python main.py'],
	['A Python script', 'python', null, '3.13', 'python main.py'],
	['Sinatra', 'sinatra', 'Bundler', '3.3', 'bundle exec puma --bind tcp://0.0.0.0:$PORT'],
	['Classic Sinatra', 'sinatra', 'Bundler', '3.4', 'bundle exec ruby app.rb -o 0.0.0.0 -p $PORT'],
	['Rack with rackup', 'rack', 'Bundler', '3.4', 'bundle exec rackup --host 0.0.0.0 --port $PORT'],
	['Rails', 'rails', 'Bundler', '3.4', 'bundle exec puma -C config/puma.rb'],
	['Rails with Node.js', 'rails', 'Bundler', '3.4', 'bin/rails server -b 0.0.0.0 -p $PORT'],
	['Jekyll', 'jekyll', 'Bundler', '3.4', '_site/'],
	['Laravel', 'laravel', 'Composer', '8.4', 'apache2-foreground'],
	['Symfony', 'symfony', 'Composer', '8.4', 'apache2-foreground'],
	['Plain PHP', 'php', null, '8.4', 'apache2-foreground'],
	['WordPress', 'wordpress', null, '8.3', 'apache2-foreground'],
	['Phoenix', 'phoenix', 'Mix', '1.17', 'bin/shop start'],
	['Elixir with mix run', 'elixir', 'Mix', '1.17', 'mix run --no-halt']
];

describe('an app in another language', () => {
	it.each(expected)('%s → %s, %s, %s, %s', async (name, framework, manager, version, served) => {
		const plan = await planFor(name);
		const shown = plan.start?.value ?? `${plan.output?.value}/`;
		expect([
			plan.framework,
			plan.packageManager?.value ?? null,
			plan.version?.value,
			shown
		]).toEqual([framework, manager, version, served]);
	});

	it('has an expectation for every tree', () => {
		expect(expected.map(([name]) => name).toSorted()).toEqual(
			Object.keys(languageTrees).toSorted()
		);
	});

	it.each(Object.keys(languageTrees))('writes a readable Dockerfile for %s', async (name) => {
		expect((await planFor(name)).dockerfile).toMatchSnapshot();
	});

	it.each(Object.keys(languageTrees))('%s: gives a reason for every value', async (name) => {
		const { reason, version, install, build, start, output, port } = await planFor(name);
		const found = [version, install, build, start, output, port].filter((value) => value !== null);
		expect([reason, ...found.map((value) => value.reason)]).not.toContain('');
	});

	it.each(Object.keys(languageTrees))('%s: puts what a person set in its place', async (name) => {
		const plan = await planFor(name, {
			installCommand: 'make packages',
			buildCommand: 'make all',
			startCommand: './serve --port $PORT'
		});
		for (const found of [plan.install, plan.build, plan.start]) {
			expect(found?.reason).toBe('you set it');
		}
		expect(plan.dockerfile).toMatch(/COPY \. \.\nRUN .*make packages\n/);
		expect(plan.dockerfile).toMatch(/RUN make all\n/);
		expect(plan.dockerfile).toContain('CMD ["/bin/sh", "-c", "./serve --port $PORT"]');
		expect(plan.output).toBeNull();
	});

	it.each(Object.keys(languageTrees))('%s: serves an output directory as a site', async (name) => {
		const plan = await planFor(name, { buildCommand: 'make site', outputDirectory: 'dist' });
		expect(plan.output).toEqual({ value: 'dist', reason: 'you set it' });
		expect(plan.start).toBeNull();
		expect(plan.dockerfile).toMatch(
			/AS build\n[^]*RUN make site\n[^]*COPY --from=build \/app\/dist /
		);
	});

	it('runs as uid 1000, with a command in list form', async () => {
		for (const name of Object.keys(languageTrees)) {
			const { dockerfile, output } = await planFor(name);
			if (output) continue;
			const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
			expect(last, name).toMatch(/^USER 1000$/m);
			expect(last, name).toMatch(/^CMD \["/m);
		}
	});
});

describe('what is detected beside the start command', () => {
	it('adds the server that nothing depends on, and says so', async () => {
		const plan = await planFor('Flask factory with Pipenv');
		expect(plan.dockerfile).toContain('pip install gunicorn\n');
		expect(plan.notices).toContain(
			'gunicorn is not among the dependencies and was added: name it there to choose its version.'
		);
		const own = await planFor('Flask with pip');
		expect(own.dockerfile).not.toContain('pip install gunicorn');
		expect(own.notices).toEqual([]);
	});

	it('collects static files with what the settings want from the environment', async () => {
		const { dockerfile, build } = await planFor('Django with pip');
		expect(build).toEqual({
			value: 'python manage.py collectstatic --noinput',
			reason: 'settings: STATIC_ROOT'
		});
		const [before, last] = dockerfile.split('# What runs');
		expect(before).toContain('ENV DJANGO_SECRET_KEY=only-for-the-build');
		expect(last).not.toContain('DJANGO_SECRET_KEY');
	});

	it('takes the port that a program says it listens on', async () => {
		expect((await planFor('Tornado on its own port')).port).toEqual({
			value: 8888,
			reason: 'main.py: listens on 8888'
		});
	});

	it('passes over a Procfile line made for another platform, and keeps its processes', async () => {
		const plan = await planFor('Laravel');
		expect(plan.processes).toEqual([{ name: 'worker', command: 'php artisan queue:work' }]);
		expect(plan.start?.reason).toBe('Apache with public/ as its document root');
	});

	it('keeps Elixir in the image when the start command needs it', async () => {
		const { dockerfile } = await planFor('Elixir with mix run');
		expect(dockerfile.slice(dockerfile.lastIndexOf('FROM '))).toMatch(/^FROM base$/m);
	});

	it('lets Node.js have a folder that uses Python for its tools only', async () => {
		const files = {
			'requirements.txt': 'ansible==10\n',
			'package.json': '{"scripts":{"start":"node server.js"}}',
			'server.js': ''
		};
		expect(await detect(memoryTree(files), settings())).toMatchObject({ language: 'node' });
	});

	it('says what is missing when nothing tells how an app is started', async () => {
		const files = { 'requirements.txt': 'requests==2\n' };
		await expect(detect(memoryTree(files), settings())).rejects.toMatchObject({
			code: 'nothing_detected',
			message: 'This looks like Python (requirements.txt), but nothing says how it is started'
		});
	});

	it.each(['pyproject.toml', 'composer.json'])('says that %s cannot be read', async (path) => {
		await expect(detect(memoryTree({ [path]: '{ [' }), settings())).rejects.toMatchObject({
			code: 'manifest_invalid',
			message: expect.stringMatching(`^${path} cannot be read: `)
		});
	});
});

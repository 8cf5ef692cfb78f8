import { readdir, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { tinyRepository } from '../../e2e/fixtures/tiny-app.ts';
import { connectDocker } from '../runtime/docker-client.ts';
import { labels } from '../spec.ts';
import { dockerBuilder } from './docker-builder.ts';
import { memoryBuilder } from './memory-builder.ts';
import type { Builder, BuildRequest } from './port.ts';

const docker = connectDocker(process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock');
const builder = dockerBuilder(docker);
const installation = `t${Math.random().toString(36).slice(2, 12)}`;
const own = { [labels.installation]: installation };

async function tarOf(files: Record<string, string | Buffer>): Promise<Readable> {
	const tar = pack();
	for (const [name, content] of Object.entries(files)) tar.entry({ name, mode: 0o755 }, content);
	tar.finalize();
	return Readable.from([await buffer(Readable.from(tar))]);
}

let count = 0;

async function request(
	files: Record<string, string | Buffer>,
	change: Partial<BuildRequest> = {}
): Promise<BuildRequest & { lines: string[] }> {
	const lines: string[] = [];
	return {
		context: await tarOf(files),
		files: [],
		ignore: null,
		dockerfile: 'Dockerfile',
		dockerfileText: String(files.Dockerfile),
		reference: `gantry/${installation}:deploy_${++count}`,
		labels: { ...own, 'gantry.build-key': `key-${count}` },
		onLine: (line) => lines.push(line),
		signal: AbortSignal.timeout(120_000),
		lines,
		...change
	};
}

let app: Record<string, string | Buffer>;
/** A Dockerfile over the tiny app with these RUN lines. */
const withSteps = (...steps: string[][]) =>
	tinyRepository({
		lines: steps.map((args) => `RUN ${JSON.stringify(['/app', ...args])}`),
		version: String(Math.random())
	});

beforeAll(async () => {
	app = await tinyRepository();
});

afterAll(() => removeLeftovers(docker, installation));

describe('a build on a real engine', () => {
	it('makes an image with reference, labels and exposed port', async () => {
		const asked = await request(app);
		const image = await builder.build(asked);
		expect(image).toMatchObject({ reference: asked.reference, exposedPort: 8080 });
		expect(image.id).toMatch(/^sha256:/);
		expect(image.labels).toMatchObject(asked.labels);
		expect(await builder.find({ 'gantry.build-key': `key-${count}`, ...own })).toEqual(image);
		expect(await builder.find({ 'gantry.build-key': 'none', ...own })).toBeNull();
	});

	it('shows each step with its output, whole lines in order', async () => {
		const asked = await request(
			await withSteps(['say', 'grüße aus dem Schritt'], ['warn', 'careful'])
		);
		await builder.build(asked);
		const heading = asked.lines.findIndex((line) => /^#\d+ \[.*\] RUN .*say/.test(line));
		expect(heading).toBeGreaterThan(-1);
		expect(asked.lines[heading + 1]).toBe('grüße aus dem Schritt');
		expect(asked.lines.slice(heading + 2).join('\n')).toMatch(/^#\d+ DONE \d+\.\ds$/m);
		expect(asked.lines).toContain('careful');
	});

	it('loses no line of a step that prints fifty thousand', async () => {
		const asked = await request(await withSteps(['flood', '50000']));
		await builder.build(asked);
		const flood = asked.lines.filter((line) => line.startsWith('flood line '));
		expect(flood).toEqual(flood.map((_, index) => `flood line ${index}`));
		const isClipped = asked.lines.some((line) => line.includes('output clipped'));
		expect(isClipped || flood.length === 50_000).toBe(true);
	});

	it('names the failing command, its exit code and its last lines', async () => {
		const asked = await request(await withSteps(['say', 'before'], ['exit', '3']));
		await expect(builder.build(asked)).rejects.toMatchObject({
			code: 'build_failed',
			message: 'Build failed: RUN ["/app","exit","3"] ended with exit code 3',
			hint: 'the step gives up'
		});
	});

	it('calls exit code 137 what it is', async () => {
		const asked = await request(await withSteps(['exit', '137']));
		await expect(builder.build(asked)).rejects.toMatchObject({
			code: 'build_failed',
			message: expect.stringContaining('ran out of memory')
		});
	});

	it('says which base image could not be pulled', async () => {
		const files = { Dockerfile: 'FROM no-such-image.invalid/base:1\n' };
		await expect(builder.build(await request(files))).rejects.toMatchObject({
			code: 'base_image_unavailable',
			message: expect.stringContaining(
				'The base image no-such-image.invalid/base:1 could not be pulled: '
			)
		});
	});

	it('reports a mistake in the Dockerfile', async () => {
		const files = { Dockerfile: 'FROM scratch\nCOPPY a b\n' };
		await expect(builder.build(await request(files))).rejects.toMatchObject({
			code: 'build_failed',
			message: expect.stringMatching(/^Build failed: .*COPPY/i)
		});
		await expect(
			builder.build(await request({ Dockerfile: 'FROM scratch\nCOPY missing /\n' }))
		).rejects.toMatchObject({ code: 'build_failed', message: expect.stringContaining('missing') });
	});

	it('builds with our Dockerfile in place of the one in the tree, without foreign frontends', async () => {
		const text = `# syntax=docker/dockerfile:1\n${String(app.Dockerfile)}`;
		const asked = await request({ ...app, Dockerfile: 'FROM nothing' }, { dockerfileText: text });
		expect((await builder.build(asked)).exposedPort).toBe(8080);
		const evil = await request(app, { dockerfileText: '# syntax=evil/x\nFROM scratch' });
		await expect(builder.build(evil)).rejects.toMatchObject({ code: 'dockerfile_syntax_refused' });
	});

	it('honours .dockerignore with its exceptions', async () => {
		const dockerfile = 'FROM scratch\nCOPY app /app\nCOPY . /src/\nRUN ["/app","list","/src"]\n';
		const asked = await request(
			{
				app: app.app ?? '',
				'keep.txt': String(Math.random()),
				'secret.env': '',
				'node_modules/a/index.js': '',
				'docs/a.md': '',
				'docs/README.md': ''
			},
			{
				dockerfileText: dockerfile,
				files: [{ path: 'ours.txt', text: 'ours' }],
				ignore: '# comment\nnode_modules\n*.env\ndocs/*\n!docs/README.md\nDockerfile\nours.txt\n'
			}
		);
		await builder.build(asked);
		const found = asked.lines.filter((line) => line.startsWith('found /src/'));
		expect(found.sort()).toEqual([
			'found /src/Dockerfile',
			'found /src/app',
			'found /src/docs',
			'found /src/docs/README.md',
			'found /src/keep.txt',
			'found /src/ours.txt'
		]);
	});

	it('stops within seconds when it is cancelled, with its steps and its connections', async () => {
		const cancel = new AbortController();
		const reason = new Error('cancelled');
		const asked = await request(await withSteps(['sleep', '120']), { signal: cancel.signal });
		let ticks = 0;
		asked.onLine = (line) => {
			if (line.startsWith('tick') && ++ticks === 3) cancel.abort(reason);
		};
		const began = Date.now();
		await expect(builder.build(asked)).rejects.toBe(reason);
		expect(Date.now() - began).toBeLessThan(20_000);
		await expect.poll(async () => (await runningSteps()).length, { timeout: 5000 }).toBe(0);
		expect(await builder.find({ 'gantry.build-key': `key-${count}` })).toBeNull();
	});

	it('ends with the reason when the context breaks off', async () => {
		const broken = new Error('git ended with 128');
		const context = Readable.from(
			(async function* () {
				yield Buffer.alloc(512);
				throw broken;
			})()
		);
		await expect(builder.build(await request(app, { context }))).rejects.toBe(broken);
	});
});

/** What the fake and the real one both do. */
describe.each([
	['docker', builder],
	['memory', memoryBuilder()]
])('a builder (%s)', (_name, one: Builder) => {
	it('finds images by their labels', async () => {
		const label = { 'gantry.build-key': `shared-${_name}` };
		const first = await request(app, { labels: { ...own, ...label } });
		const second = await request(
			{ ...app, version: 'newer' },
			{ labels: { ...own, ...label, newer: 'yes' } }
		);
		const made = [await one.build(first), await one.build(second)];
		expect(made[1]).toMatchObject({ reference: second.reference, exposedPort: 8080 });
		expect(made).toContainEqual(await one.find({ ...own, ...label }));
		expect(await one.find({ ...own, ...label, newer: 'yes' })).toEqual(made[1]);
		const listed = await one.list({ ...own, ...label });
		expect(listed.map(({ reference }) => reference).sort()).toEqual(
			[first.reference, second.reference].sort()
		);
		expect(await one.find({ ...own, 'gantry.build-key': 'none' })).toBeNull();
	});

	it('gives an image a second name and removes them one by one', async () => {
		const image = await one.build(await request(app));
		const second = `gantry/${installation}:deploy_again`;
		await one.tag(image.id, second);
		await one.tag(image.id, second);
		expect((await one.list(own)).map(({ reference }) => reference)).toContain(second);
		await one.remove(second);
		await one.remove(second);
		expect((await one.list(own)).map(({ reference }) => reference)).not.toContain(second);
		await expect(one.tag(`sha256:${'0'.repeat(64)}`, second)).rejects.toMatchObject({
			code: 'image_not_found'
		});
	});

	it('refuses a foreign frontend and a build that was cancelled before', async () => {
		const evil = await request(app, { dockerfileText: '# syntax=evil/x\nFROM scratch' });
		await expect(one.build(evil)).rejects.toMatchObject({ code: 'dockerfile_syntax_refused' });
		const reason = new Error('cancelled');
		const late = await request(app, { signal: AbortSignal.abort(reason) });
		await expect(one.build(late)).rejects.toBe(reason);
	});
});

/** Processes of build steps that still run on this machine. */
async function runningSteps(): Promise<string[]> {
	const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
	const lines = await Promise.all(
		ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''))
	);
	return lines.filter((line) => line.startsWith('/app\0sleep\u0000120'));
}

import { describe, expect, it } from 'vitest';
import { AppError } from '../error.ts';
import { memoryDeployments } from './testing/memory-deployments.ts';
import { deploymentSpec } from './testing/spec.ts';

const { service } = deploymentSpec();
const folderOf = (deployment: string) => `${service}/${deployment}`;

const viteApp = (text: string) => ({
	'package.json': JSON.stringify({
		scripts: { build: 'vite build' },
		devDependencies: { vite: '8' }
	}),
	'package-lock.json': '',
	'index.html': '',
	'dist/index.html': text
});

async function sites() {
	const made = await memoryDeployments();
	const { engine } = made;
	const page = (spec: { deployment: string }) =>
		engine.sites.releases.get(folderOf(spec.deployment))?.get('index.html');
	return { ...made, page, html: (text: string) => engine.checkout.commit({ 'index.html': text }) };
}

describe('a site of plain files', () => {
	it('goes live without a build, an image or a container', async () => {
		const { run, html, page, entry, engine, containers, images } = await sites();
		html('one');
		const { recorder, error, spec } = await run();
		expect(error).toBeNull();
		expect(recorder.steps).toEqual(
			['checkout', 'detect', 'publish', 'check', 'switch', 'drain', 'prune'].map(
				(name) => `${name} succeeded`
			)
		);
		expect(page(spec)).toBe('one');
		expect(await entry()).toMatchObject({
			state: 'live',
			targets: [],
			files: folderOf(spec.deployment),
			filesBefore: null
		});
		expect(recorder.live).toMatchObject({ files: folderOf(spec.deployment) });
		expect([containers(), images(), engine.builder.built]).toEqual([[], [], []]);
		expect(recorder.summaries.publish).toMatch(/^1 file \(/);
		expect(recorder.lines.join('\n')).toContain('answered 200');
	});

	it.each([
		['', { 'index.html': 'page', 'notes.md': '', 'drafts/a.html': '' }, ''],
		['web', { 'web/index.html': 'page', 'web/notes.md': '', 'web/drafts/a.html': '' }, 'web/']
	])('leaves out what .dockerignore of its root directory %j names', async (root, files, at) => {
		const { run, engine } = await sites();
		engine.checkout.commit({ ...files, [`${at}.dockerignore`]: '*.md\ndrafts\n' });
		const { error, spec } = await run({
			build: { ...deploymentSpec().build, rootDirectory: root }
		});
		expect(error).toBeNull();
		const published = engine.sites.releases.get(folderOf(spec.deployment));
		expect([...(published?.keys() ?? [])]).toEqual(['index.html']);
	});

	it('remembers what was live before it, also when the switch is done again', async () => {
		const { run, html, entry, engine } = await sites();
		html('one');
		const first = await run();
		html('two');
		const second = await run({ keptImages: [first.recorder.live?.reference ?? ''] });
		const expected = {
			files: folderOf(second.spec.deployment),
			filesBefore: folderOf(first.spec.deployment)
		};
		expect(await entry()).toMatchObject(expected);
		await run({ ...second.spec, keptImages: [first.recorder.live?.reference ?? ''] });
		expect(await entry()).toMatchObject(expected);
		expect(engine.sites.releases.size).toBe(2);
	});

	it('rolls back by pointing at the old folder, and makes it anew when it is gone', async () => {
		const { run, html, page, entry, engine } = await sites();
		const sha = html('one');
		const first = await run();
		html('two');
		const second = await run({ keptImages: [first.recorder.live?.reference ?? ''] });
		const keptImages = [second.recorder.live?.reference ?? ''];
		const back = { image: first.recorder.live, keptImages };
		const rollback = await run(back);
		expect(rollback.recorder.summaries.publish).toContain('still there');
		expect(await entry()).toMatchObject({ files: folderOf(first.spec.deployment) });
		await engine.sites.removeAll(service);
		expect((await run(back)).error).toBeNull();
		expect(page(first.spec)).toBe('one');
		expect(first.recorder.live?.id).toBe(`commit:${sha}:`);
	});

	it('is the folder that a person set, below the root directory', async () => {
		const { run, engine } = await sites();
		engine.checkout.commit({ 'web/public/index.html': 'inner', 'web/index.html': 'outer' });
		const build = { ...deploymentSpec().build, rootDirectory: 'web', outputDirectory: 'public' };
		const { spec, recorder } = await run({ build });
		expect(recorder.live?.id).toMatch(/:web\/public$/);
		expect([...(engine.sites.releases.get(folderOf(spec.deployment)) ?? [])]).toEqual([
			['index.html', 'inner']
		]);
	});

	it('keeps the files of as many releases as are kept, and of the one before', async () => {
		const { run, html, engine } = await sites();
		const kept: string[] = [];
		for (const text of ['one', 'two', 'three', 'four']) {
			html(text);
			const { recorder } = await run({ keptImages: [...kept], keepReleases: 2 });
			kept.unshift(recorder.live?.reference ?? '');
		}
		const texts = [...engine.sites.releases.values()].map((files) => files.get('index.html'));
		expect(texts).toEqual(['three', 'four']);
	});

	it('leaves the old files live, and nothing of the new, when a step fails', async () => {
		const { run, html, entry, engine } = await sites();
		html('one');
		const first = await run();
		html('two');
		engine.proxy.status = 503;
		const failed = await run();
		expect(failed.error).toMatchObject({ code: 'site_not_served' });
		engine.proxy.status = 200;
		engine.proxy.error = new AppError('edge_unreachable', 503, 'The edge does not answer.');
		const unreachable = await run();
		expect(unreachable.error).toMatchObject({ code: 'edge_unreachable' });
		expect(await entry()).toMatchObject({ files: folderOf(first.spec.deployment) });
		const left = [...engine.sites.releases.keys()];
		expect(left).not.toContain(folderOf(failed.spec.deployment));
		expect(left).not.toContain(folderOf(unreachable.spec.deployment));
	});

	it('shows no site at all as stopped again when its first deployment fails', async () => {
		const { run, html, entry, engine } = await sites();
		html('one');
		engine.proxy.status = 502;
		await run();
		expect(await entry()).toMatchObject({ state: 'stopped', targets: [] });
		expect(engine.sites.releases.size).toBe(0);
	});
});

describe('a site that is built', () => {
	it('is taken out of its image, with the rules that its framework has', async () => {
		const { run, page, entry, engine, containers, images } = await sites();
		engine.checkout.commit(viteApp('built'));
		const { spec, error, recorder } = await run();
		expect(error).toBeNull();
		expect(recorder.steps).toContain('build succeeded');
		expect(page(spec)).toBe('built');
		expect(await entry()).toMatchObject({ state: 'live', files: folderOf(spec.deployment) });
		expect(containers()).toEqual([]);
		expect(images()).toEqual([recorder.live?.reference]);
		await engine.sites.removeAll(service);
		await run({ image: recorder.live });
		expect(page(spec)).toBe('built');
	});

	it('says what to do when the build left nothing', async () => {
		const { run, engine } = await sites();
		engine.checkout.commit({ ...viteApp(''), 'dist/index.html': '', 'vite.config.js': '' });
		const build = { ...deploymentSpec().build, outputDirectory: 'public' };
		const { error, recorder } = await run({ build });
		expect(error).toMatchObject({ code: 'site_empty' });
		expect(recorder.live).toBeNull();
	});
});

describe('a service that changes its kind', () => {
	it('goes from a container to files and back, its name never without an answer', async () => {
		const { run, html, push, entry, engine, containers } = await sites();
		const seen: unknown[] = [];
		const update = engine.names.update.bind(engine.names);
		engine.names.update = async (...given) => {
			await update(...given);
			const { state, targets = [], files } = (await entry()) ?? {};
			seen.push([state, targets.length > 0 || Boolean(files)]);
		};
		push('server');
		const server = await run();
		seen.length = 0;
		html('site');
		const site = await run({ previous: server.spec.deployment });
		expect(await entry()).toMatchObject({ targets: [], files: folderOf(site.spec.deployment) });
		expect(containers()).toEqual([]);
		push('server again');
		const again = await run();
		expect(await entry()).toMatchObject({ files: null, filesBefore: null });
		expect(containers()).toEqual([again.name]);
		expect(seen).toEqual(seen.map(() => ['live', true]));
	});
});

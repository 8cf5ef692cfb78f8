import { describe, expect, it } from 'vitest';
import { memoryTree } from '../checkout/memory-tree.ts';
import { detect } from './detect.ts';
import { settings } from './testing/settings.ts';

const text = 'FROM node:24-slim AS build\nEXPOSE 1\nFROM node:24-slim\nEXPOSE 4000/tcp 9000\n';

describe("the repository's own Dockerfile", () => {
	it('wins over every framework and says its port', async () => {
		const tree = memoryTree({ Dockerfile: text, 'package.json': '{"dependencies":{"next":"1"}}' });
		expect(await detect(tree, settings())).toMatchObject({
			framework: 'dockerfile',
			language: 'dockerfile',
			reason: 'Dockerfile',
			dockerfile: text,
			dockerfilePath: 'Dockerfile',
			port: { value: 4000, reason: 'Dockerfile: EXPOSE 4000' },
			files: []
		});
	});

	it('leaves the port open when it exposes none, or only a variable', async () => {
		for (const end of ['', 'EXPOSE $PORT', 'EXPOSE 70000']) {
			const plan = await detect(memoryTree({ Dockerfile: `FROM x\n${end}` }), settings());
			expect(plan.port).toBeNull();
		}
	});

	it('is missed where a setting is for it', async () => {
		const set = settings({ dockerfileTarget: 'web', buildArguments: { A: '1' } });
		const plan = await detect(memoryTree({ 'index.html': '' }), set);
		expect(plan.notices).toContain(
			'There is no Dockerfile in the repository: your Dockerfile stage and build arguments have no effect.'
		);
	});

	it('is built up to the wanted stage, whose port counts', async () => {
		const tree = memoryTree({ Dockerfile: text });
		const target = (dockerfileTarget: string) => detect(tree, settings({ dockerfileTarget }));
		expect(await target('Build')).toMatchObject({ port: { value: 1 } });
		expect(await target('1')).toMatchObject({ port: { value: 4000 } });
		await expect(target('biuld')).rejects.toMatchObject({
			code: 'stage_not_found',
			field: 'dockerfileTarget',
			message: 'Dockerfile has no stage biuld (there are: build)'
		});
	});

	it.each([
		['docker/app.Dockerfile', ''],
		['./docker/app.Dockerfile', ''],
		['web/docker/app.Dockerfile', 'web']
	])('is found at %s', async (dockerfilePath, rootDirectory) => {
		const tree = memoryTree({ 'docker/app.Dockerfile': text });
		const plan = await detect(tree, settings({ dockerfilePath, rootDirectory }));
		expect(plan).toMatchObject({
			dockerfilePath: 'docker/app.Dockerfile',
			reason: 'you set it: docker/app.Dockerfile'
		});
	});

	it('says where Dockerfiles are when the path is wrong', async () => {
		const tree = memoryTree({ 'docker/Dockerfile': text, 'Dockerfile.dev': '' });
		const asked = settings({ dockerfilePath: 'Dockerfile' });
		await expect(detect(tree, asked)).rejects.toMatchObject({
			code: 'dockerfile_not_found',
			status: 422,
			field: 'dockerfilePath',
			message: 'Dockerfile not found at Dockerfile (found: ./Dockerfile.dev, ./docker/Dockerfile)'
		});
	});

	it.each(['/etc/passwd', '../Dockerfile', 'a\0b', 'a/../../b'])('refuses the path %j', (path) =>
		expect(
			detect(memoryTree({ Dockerfile: text }), settings({ dockerfilePath: path }))
		).rejects.toMatchObject({
			code: 'path_invalid',
			message: `${path} must be a file inside the repository`
		})
	);

	it('refuses links, folders and giants', async () => {
		const tree = memoryTree({ link: null, 'folder/x': '', giant: 'x'.repeat(300 * 1024) });
		for (const dockerfilePath of ['link', 'folder', 'giant']) {
			await expect(detect(tree, settings({ dockerfilePath }))).rejects.toMatchObject({
				code: 'dockerfile_invalid',
				field: 'dockerfilePath'
			});
		}
	});

	it('does not take a link for a Dockerfile that nobody asked for', async () => {
		const tree = memoryTree({ Dockerfile: null, 'index.html': '' });
		expect((await detect(tree, settings())).framework).toBe('static');
	});

	it('says which settings it makes useless', async () => {
		const asked = settings({ buildCommand: 'make', startCommand: 'x' });
		const { notices } = await detect(memoryTree({ Dockerfile: text }), asked);
		expect(notices).toEqual([
			'The Dockerfile decides: your build command, start command is not used.'
		]);
	});
});

import { describe, expect, it } from 'vitest';
import { memoryTree } from '../checkout/memory-tree.ts';
import { detect } from './detect.ts';
import { settings } from './testing/settings.ts';

const json = (value: unknown) => JSON.stringify(value);
const app = { name: 'web', scripts: { build: 'vite build', start: 'node server.js' } };
const root = {
	'package.json': json({ workspaces: ['apps/*', 'packages/*', '!apps/legacy'] }),
	'package-lock.json': '{}',
	'.nvmrc': '22'
};

function detected(
	files: Record<string, string>,
	own: Record<string, string> = {},
	set: Parameters<typeof settings>[0] = {}
) {
	const folder = set.rootDirectory ?? 'apps/web';
	const inside = { 'package.json': json({ ...app, dependencies: { express: '5' } }), ...own };
	const below = Object.entries(inside).map(([path, text]) => [`${folder}/${path}`, text]);
	const repository = memoryTree({ ...files, ...Object.fromEntries(below) });
	return detect(memoryTree(inside), settings({ rootDirectory: folder, ...set }), { repository });
}

describe('a root directory that is a workspace', () => {
	it('is built in the whole repository, with what the root says', async () => {
		const plan = await detected(root);
		expect(plan).toMatchObject({
			isWholeRepository: true,
			version: { value: '22', reason: '.nvmrc' },
			install: { value: 'npm ci || npm install', reason: 'package-lock.json' },
			build: { value: 'npm run build --workspace apps/web' }
		});
		expect(plan.dockerfile).toMatchSnapshot();
	});

	it.each([
		[
			'pnpm, after the packages it uses',
			{ 'pnpm-workspace.yaml': "packages:\n  - 'apps/*' # apps\n", 'pnpm-lock.yaml': '' },
			'pnpm --filter web... run build'
		],
		[
			'Yarn',
			{ 'package.json': json({ workspaces: { packages: ['apps/**'] } }), 'yarn.lock': '' },
			'yarn --cwd apps/web run build'
		],
		[
			'Turborepo',
			{
				'package.json': json({ workspaces: ['apps/*'], devDependencies: { turbo: '2' } }),
				'package-lock.json': '{}',
				'turbo.json': '{}'
			},
			'turbo run build --filter=./apps/web'
		]
	])('is built by %s', async (_name, files, command) => {
		const plan = await detected(files);
		expect(plan.isWholeRepository).toBe(true);
		expect(plan.build?.value).toBe(command);
	});

	it('has its packages installed by pnpm, though the root itself needs none', async () => {
		const plan = await detected({
			'package.json': json({ private: true }),
			'pnpm-workspace.yaml': 'packages:\n  - apps/*\n',
			'pnpm-lock.yaml': ''
		});
		expect(plan.install?.value).toBe('pnpm install --frozen-lockfile');
	});

	it('runs a command that a person set in its folder', async () => {
		const plan = await detected(root, {}, { buildCommand: 'make' });
		expect(plan.build).toEqual({ value: 'cd apps/web && make', reason: 'you set it' });
	});

	it('takes a finished site out of its folder', async () => {
		const scripts = { build: 'vite build' };
		const site = { name: 'web', scripts, devDependencies: { vite: '7' } };
		const plan = await detected(root, { 'package.json': json(site), 'index.html': '' });
		expect(plan.isWholeRepository).toBe(true);
		expect(plan.dockerfile).toContain('/app/apps/web/dist ');
	});

	it.each([
		['has a lock file of its own', root, { 'package-lock.json': '{}' }, 'apps/web'],
		['is left out', root, {}, 'apps/legacy'],
		['is no member', root, {}, 'tools/web'],
		['has no workspaces around it', { 'README.md': '' }, {}, 'apps/web'],
		['stands at the root', root, {}, '.'],
		['is built by its own Dockerfile', root, { Dockerfile: 'FROM scratch' }, 'apps/web']
	])('stands alone where it %s', async (_words, files, own, rootDirectory) => {
		expect((await detected(files, own, { rootDirectory })).isWholeRepository).toBeUndefined();
	});
});

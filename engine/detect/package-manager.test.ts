import { describe, expect, it } from 'vitest';
import { memoryTree } from '../checkout/memory-tree.ts';
import { readFacts } from './facts.ts';
import { installOf } from './install.ts';
import { packageManager } from './package-manager.ts';

async function of(files: Record<string, string>) {
	const facts = await readFacts(memoryTree({ 'package.json': '{}', ...files }));
	const manager = packageManager(facts);
	return { ...manager, install: installOf(facts, manager) };
}
const declared = (packageManager: string) => ({
	'package.json': JSON.stringify({ packageManager })
});
const berryLock = (version: number) => `__metadata:\n  version: ${version}\n  cacheKey: 1\n`;

describe('packageManager', () => {
	it.each([
		[{ 'package-lock.json': '' }, null, 'npm ci || npm install'],
		[{ 'npm-shrinkwrap.json': '' }, null, 'npm ci || npm install'],
		[{ 'package-lock.json': '', ...declared('npm@11.2.0') }, 'npm@11.2.0', 'npm ci || npm install'],
		[{ 'pnpm-lock.yaml': "lockfileVersion: '9.0'" }, 'pnpm@10', 'pnpm install --frozen-lockfile'],
		[{ 'pnpm-lock.yaml': "lockfileVersion: '6.0'" }, 'pnpm@8', 'pnpm install --frozen-lockfile'],
		[{ 'pnpm-lock.yaml': 'lockfileVersion: 5.4' }, 'pnpm@7', 'pnpm install --frozen-lockfile'],
		[
			{ 'pnpm-lock.yaml': '', ...declared('pnpm@12.1.0+sha512.abc') },
			'pnpm@12.1.0',
			'pnpm install --frozen-lockfile'
		],
		[{ 'yarn.lock': '# yarn lockfile v1' }, 'yarn@1.22.22', 'yarn install --frozen-lockfile'],
		[{ 'yarn.lock': berryLock(8) }, '@yarnpkg/cli-dist@4', 'yarn install --immutable'],
		[{ 'yarn.lock': berryLock(6) }, '@yarnpkg/cli-dist@3', 'yarn install --immutable'],
		[
			{ 'yarn.lock': '', ...declared('yarn@4.5.0') },
			'@yarnpkg/cli-dist@4.5.0',
			'yarn install --immutable'
		],
		[declared('pnpm@10.1.0'), 'pnpm@10.1.0', 'pnpm install'],
		[declared('pnpm@10.1.0; rm -rf /'), 'pnpm@10', 'pnpm install'],
		[{}, null, 'npm install']
	])('%j → %s, %s', async (files, program, command) => {
		const found = await of(files as Record<string, string>);
		expect([found.program, found.install.command]).toEqual([program, command]);
	});

	it('believes the lock file that is there, and among several the declared one', async () => {
		const npm = await of({ 'package-lock.json': '', ...declared('pnpm@10.0.0') });
		expect(npm.found).toEqual({ value: 'npm', reason: 'package-lock.json' });
		expect(npm.program).toBeNull();
		const both = await of({
			'package-lock.json': '',
			'pnpm-lock.yaml': '',
			...declared('npm@11.0.0')
		});
		expect(both.found.value).toBe('npm');
		expect(both.notices).toEqual(['package-lock.json is used; pnpm-lock.yaml is ignored.']);
	});

	it('says what a missing lock file means', async () => {
		expect((await of({})).notices[0]).toMatch(/^No lock file/);
		expect((await of({ 'bun.lock': '' })).notices[0]).toMatch(/^bun.lock is read by Bun only/);
	});
});

describe('installOf', () => {
	it('reads the lock file, its settings and patches, and nothing else', async () => {
		const { install } = await of({
			'pnpm-lock.yaml': '',
			'pnpm-workspace.yaml': 'onlyBuiltDependencies: [esbuild]\n',
			'.npmrc': '',
			'patches/a.patch': '',
			'src/index.js': ''
		});
		expect(install.manifests).toEqual([
			'package.json',
			'pnpm-lock.yaml',
			'.npmrc',
			'pnpm-workspace.yaml',
			'patches'
		]);
	});

	it.each(['husky', 'husky install || true', "svelte-kit sync || echo ''", 'nuxt prepare'])(
		'knows that %s needs no sources',
		async (prepare) => {
			const { install } = await of({ 'package.json': JSON.stringify({ scripts: { prepare } }) });
			expect(install.manifests).toEqual(['package.json']);
		}
	);

	it('needs the schema, too, to generate the Prisma client', async () => {
		const { install } = await of({
			'package.json': '{"scripts":{"postinstall":"prisma generate"}}',
			'prisma/schema.prisma': ''
		});
		expect(install.manifests).toEqual(['package.json', 'prisma']);
	});

	it.each<Record<string, string>>([
		{ 'package.json': '{"scripts":{"postinstall":"node x.js"}}' },
		{ 'package.json': '{"workspaces":["packages/*"]}' },
		{ 'pnpm-workspace.yaml': 'packages:\n  - apps/*\n' }
	])('may need everything: %j', async (files) => {
		expect((await of(files)).install.manifests).toBeNull();
	});
});

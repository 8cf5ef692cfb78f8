import { dependency, script, type Facts } from '../../facts.ts';
import type { Found } from '../../plan.ts';
import { shellArgv } from '../../start-command.ts';
import type { Language, LanguagePlan, Sources } from '../language.ts';
import { toolVersion, versionFile } from '../versions.ts';
import { writtenPort } from '../written-port.ts';
import { bunImage } from './bun-image.ts';

export const bun: Language = {
	name: 'bun',
	title: 'Bun',
	signs: /^package\.json$/,
	recognise
};

const frameworks: [packageName: string, title: string][] = [
	['elysia', 'Elysia'],
	['hono', 'Hono']
];

const entries = [
	'index',
	'server',
	'app',
	'main',
	'src/index',
	'src/server',
	'src/app',
	'src/main'
];

/** Only what Bun itself runs; with Bun as no more than the package manager, it is a Node.js app. */
async function recognise(sources: Sources): Promise<LanguagePlan | null> {
	const { facts } = sources;
	const sign = signOf(facts);
	const start = sign && (await startOf(sources));
	if (!start) return null;
	const entry = /(?:^|\s)(?:\.\/)?([\w/-][\w./-]*\.[cm]?[jt]sx?)(?:\s|$)/.exec(start.run)?.[1];
	const text = entry === undefined ? null : await sources.read(entry);
	const locked = ['bun.lock', 'bun.lockb'].find((name) => facts.files.has(name));
	const install = hasPackages(facts) ? `bun install${locked ? ' --frozen-lockfile' : ''}` : null;
	const version = bunVersion(facts);
	return {
		...named(facts, sign),
		evidence: 'app',
		version,
		packageManager: { value: 'bun', reason: locked ?? sign },
		install: install === null ? null : { value: install, reason: locked ?? 'no lock file' },
		build: script(facts, 'build')
			? { value: 'bun run build', reason: 'package.json: script "build"' }
			: null,
		start: start.found,
		output: null,
		port: writtenPort(new Map(entry === undefined || text === null ? [] : [[entry, text]])),
		notices:
			locked || install === null
				? []
				: ['No bun.lock: versions may change between builds. Run bun install and commit it.'],
		image: (commands) =>
			bunImage(
				{
					tag: `${version.value}-slim`,
					manifests: manifestsOf(facts),
					isPruned: install !== null && !dependency(facts, 'prisma', '@prisma/client')
				},
				commands
			)
	};
}

/** Why Bun; null: nothing says so. */
function signOf(facts: Facts): string | null {
	const file = ['bun.lock', 'bun.lockb', 'bunfig.toml', '.bun-version'].find((name) =>
		facts.files.has(name)
	);
	if (file) return file;
	if (facts.package?.packageManager?.startsWith('bun@')) return 'package.json: packageManager';
	return /^bun\b/.test(script(facts, 'start') ?? '') ? 'package.json: script "start"' : null;
}

/** `run`: what the start script says, or the command itself. */
async function startOf(sources: Sources): Promise<{ found: Found<string>; run: string } | null> {
	const { facts } = sources;
	const text = script(facts, 'start');
	if (text !== null) {
		if (!/\bbun\b/.test(text)) return null;
		const alone = !script(facts, 'prestart') && !script(facts, 'poststart');
		const plain = alone && shellArgv(text.replace(/^NODE_ENV=production /, ''))[0] === 'bun';
		const value = plain ? text.replace(/^NODE_ENV=production /, '') : 'bun run start';
		return { found: { value, reason: 'package.json: script "start"' }, run: text };
	}
	const file = entryFile(facts);
	const source = file === null ? null : await sources.read(file.value);
	if (file === null || source === null || !runsOnBun(facts, source)) return null;
	const value = `bun ${file.value}`;
	return { found: { value, reason: file.reason }, run: value };
}

function entryFile(facts: Facts): Found<string> | null {
	const main = facts.package?.main?.replace(/^\.\//, '');
	if (main && facts.files.has(main)) return { value: main, reason: 'package.json: main' };
	const candidates = entries.flatMap((name) => ['ts', 'tsx', 'js'].map((end) => `${name}.${end}`));
	const path = candidates.find((candidate) => facts.files.has(candidate));
	return path === undefined ? null : { value: path, reason: path };
}

function runsOnBun(facts: Facts, source: string): boolean {
	const packages = { ...facts.package?.dependencies, ...facts.package?.devDependencies };
	const named = ['elysia', '@types/bun', 'bun-types'].some((name) => name in packages);
	return named || /\bBun\.|from ['"]bun\b/.test(source);
}

function named({ package: manifest }: Facts, sign: string) {
	for (const [name, title] of frameworks) {
		if (!(name in (manifest?.dependencies ?? {}))) continue;
		return { framework: name, title, reason: `package.json: dependency "${name}"` };
	}
	return { framework: 'bun', title: 'Bun', reason: sign };
}

/** The official images have a tag for each exact version, minor and major. */
function bunVersion(facts: Facts): Found<string> {
	const field = /^bun@(\d[\w.]*)/.exec(facts.package?.packageManager ?? '')?.[1];
	const asked =
		versionFile(facts, '.bun-version') ??
		toolVersion(facts, 'bun') ??
		(field ? { value: field, reason: 'package.json: packageManager' } : null);
	if (!asked) return { value: '1', reason: 'nothing asks for another' };
	const value = /^\d+(\.\d+){0,2}$/.exec(asked.value)?.[0] ?? '1';
	return { value, reason: asked.reason };
}

function hasPackages({ package: manifest }: Facts): boolean {
	const { dependencies = {}, devDependencies = {}, workspaces } = manifest ?? {};
	return Object.keys({ ...dependencies, ...devDependencies }).length > 0 || Boolean(workspaces);
}

/** null: installing may need the sources. */
function manifestsOf(facts: Facts): string[] | null {
	const scripts = ['preinstall', 'install', 'postinstall', 'prepare'];
	if (facts.package?.workspaces || scripts.some((name) => script(facts, name))) return null;
	if (facts.directories.has('patches')) return null;
	return ['package.json', 'bun.lock', 'bun.lockb', 'bunfig.toml', '.npmrc'].filter((name) =>
		facts.files.has(name)
	);
}

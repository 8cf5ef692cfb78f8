import { valid } from 'semver';
import type { Facts } from './facts.ts';
import type { Found } from './plan.ts';

type ManagerName = 'npm' | 'pnpm' | 'yarn';

export interface PackageManager {
	found: Found<ManagerName>;
	/** Yarn from 2 on is another program than Yarn 1. */
	berry: boolean;
	/** File at the root; null: versions may change from build to build. */
	lockFile: string | null;
	/** What `npm install -g` is given so that the image has it; null: the base image's npm. */
	program: string | null;
	notices: string[];
}

const lockFiles: [file: string, name: ManagerName][] = [
	['pnpm-lock.yaml', 'pnpm'],
	['yarn.lock', 'yarn'],
	['package-lock.json', 'npm'],
	['npm-shrinkwrap.json', 'npm']
];

export function packageManager(facts: Facts): PackageManager {
	const present = lockFiles.filter(([file]) => facts.files.has(file));
	const declared = declaredManager(facts);
	const chosen = present.find(([, name]) => name === declared?.name) ?? present[0];
	const [lockFile = null, name = declared?.name ?? 'npm'] = chosen ?? [];
	// Of a program that the lock file is not made for, the declared version means nothing.
	const version = declared?.name === name ? declared.version : null;
	const berry = name === 'yarn' && isBerry(facts, version);
	return {
		found: { value: name, reason: lockFile ?? declared?.reason ?? 'no lock file' },
		berry,
		lockFile,
		program: programOf(facts, name, berry, version),
		notices: noticesFor(facts, present, lockFile)
	};
}

function declaredManager(facts: Facts) {
	const { packageManager: field, devEngines } = facts.package ?? {};
	const [, name = '', version = ''] = /^(npm|pnpm|yarn)@([^+\s]+)/.exec(field ?? '') ?? [];
	if (name) return declaredAs(name, version, 'package.json: packageManager');
	const tool = devEngines?.packageManager;
	if (tool?.name && /^(npm|pnpm|yarn)$/.test(tool.name)) {
		return declaredAs(tool.name, tool.version ?? '', 'package.json: devEngines');
	}
	return null;
}

function declaredAs(name: string, version: string, reason: string) {
	return { name: name as ManagerName, version: valid(version), reason };
}

function isBerry(facts: Facts, version: string | null): boolean {
	if (version !== null) return !version.startsWith('1.');
	return (
		(facts.texts.get('yarn.lock') ?? '').includes('__metadata:') || facts.texts.has('.yarnrc.yml')
	);
}

/** Majors by the version of the lock file's format: an older program refuses it, a newer one rewrites it. */
const pnpmByLock: Record<string, string> = { '5': '7', '6': '8', '9': '10' };
const yarnByLock: Record<string, string> = { '4': '2', '5': '3', '6': '3', '8': '4' };

function programOf(
	facts: Facts,
	name: ManagerName,
	berry: boolean,
	version: string | null
): string | null {
	if (name === 'npm') return version && `npm@${version}`;
	if (name === 'pnpm') {
		const format = /^lockfileVersion:\s*'?(\d+)/m.exec(
			facts.texts.get('pnpm-lock.yaml') ?? ''
		)?.[1];
		return `pnpm@${version ?? pnpmByLock[format ?? ''] ?? '10'}`;
	}
	if (!berry) return `yarn@${version ?? '1.22.22'}`;
	const format = /^\s+version:\s*(\d+)/m.exec(facts.texts.get('yarn.lock') ?? '')?.[1];
	return `@yarnpkg/cli-dist@${version ?? yarnByLock[format ?? ''] ?? '4'}`;
}

function noticesFor(facts: Facts, present: [string, string][], lockFile: string | null): string[] {
	const bun = ['bun.lock', 'bun.lockb'].find((file) => facts.files.has(file));
	if (lockFile === null && bun) {
		return [
			`${bun} is read by Bun only: installed with npm, so versions may change between builds.`
		];
	}
	if (lockFile === null) {
		return ['No lock file: versions may change between builds. Commit package-lock.json.'];
	}
	const others = present.map(([file]) => file).filter((file) => file !== lockFile);
	return others.length === 0 ? [] : [`${lockFile} is used; ${others.join(' and ')} is ignored.`];
}

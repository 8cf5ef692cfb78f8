import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { differingPackages } from './installed.js';
import { project, projectNode } from './project.js';

const self = fileURLToPath(import.meta.url);

/** @param {string} path */
function readJson(path) {
	return JSON.parse(readFileSync(join(project, path), 'utf8'));
}

function isInstalled() {
	const record = 'node_modules/.package-lock.json';
	if (!existsSync(join(project, record)) || !existsSync(projectNode)) return false;
	return differingPackages(readJson('package-lock.json'), readJson(record)).length === 0;
}

/** Installs the npm dependencies when they differ from package-lock.json. False: it failed, and said why. */
export function ensureDependencies() {
	if (isInstalled()) return true;
	mkdirSync(join(project, '.cache'), { recursive: true });
	// Two starts from one checkout take turns; inside the lock the question is asked again.
	// flock is part of util-linux, which every Debian has.
	const lock = join(project, '.cache/up.lock');
	const { status, error } = spawnSync('flock', ['--close', lock, process.execPath, self], {
		cwd: project,
		stdio: 'inherit'
	});
	if (error) console.error(`The dependencies could not be installed: ${error.message}`);
	return status === 0;
}

function install() {
	if (isInstalled()) return 0;
	console.log('Dependencies: npm ci (a minute or two the first time)');
	// Its warnings are of the machine's own Node, which runs none of our programs.
	const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: project,
		stdio: ['ignore', 'inherit', 'inherit']
	});
	if (status !== 0) console.error('npm ci failed; its own message stands above.');
	return status ?? 1;
}

if (self === resolve(process.argv[1] ?? '')) process.exitCode = install();

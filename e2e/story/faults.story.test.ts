import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labels } from '#engine/spec.ts';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { openApi, type Api } from '../fixtures/console.ts';
import { startGitHost, type GitHost, type Repository } from '../fixtures/git-host.ts';
import { greeterFiles } from '../fixtures/greeter.ts';
import { sendLoad } from '../fixtures/load.ts';
import { startProduct, type Product } from '../fixtures/product.ts';
import { strikeProgram, programs, type Program } from '../fixtures/programs.ts';
import { visit } from '../fixtures/visit.ts';

/** What breaks on a real server, done to the whole product while visitors are there. */

let product: Product;
let host: GitHost;
let api: Api;
let greeter: Repository;
const docker = new Docker();

const url = ({ httpsPort }: Product, app = 'greeter') => `https://${app}.localhost:${httpsPort}/`;
const versionOf = async (installation = product) => (await visit(url(installation))).body;

/** Runs `work` while at least 50 requests a second arrive; answers the requests that failed. */
async function underLoad(work: () => Promise<void>): Promise<string[]> {
	const stop = new AbortController();
	const load = sendLoad(url(product), { perSecond: 60, atLeast: 60, signal: stop.signal });
	try {
		await work();
	} finally {
		stop.abort();
	}
	return (await load).failures;
}

async function containersOf({ dataDir }: Product): Promise<string[]> {
	const installation = (await readFile(dataPaths(dataDir).label, 'utf8')).trim();
	const found = await docker.listContainers({
		all: true,
		filters: { label: [`${labels.installation}=${installation}`] }
	});
	return found.map(({ Names }) => Names[0] ?? '').sort();
}

const settled = { timeout: 60_000, interval: 100 };

/** Deploys the next version while a program is killed at a moment of the deployment. */
async function deployWhileKilled(version: string, moment: () => Promise<void>, killed: Program) {
	await greeter.commit(greeterFiles(version, { buildSeconds: 3 }));
	const failures = await underLoad(async () => {
		const answer = api.redeploy('greeter').catch(() => null);
		await moment();
		await strikeProgram(product, killed);
		await expect.poll(() => versionOf(), settled).toBe(`version ${version}`);
		await answer;
	});
	expect(failures).toEqual([]);
	// The new version, and the one before, which is kept warm.
	await expect
		.poll(async () => (await containersOf(product)).length, settled)
		.toBeLessThanOrEqual(2);
}

beforeAll(async () => {
	[host, product] = await Promise.all([startGitHost(), startProduct()]);
	api = await openApi(product);
	greeter = await host.createRepository('greeter');
	await greeter.commit(greeterFiles('one'));
	expect(await api.deploy('greeter', greeter.url)).toMatchObject({ status: 'success' });
});

afterAll(async () => {
	await product?.destroy();
	await host?.close();
});

const edgeFaults: [Program, 'SIGKILL' | 'SIGSTOP'][] = [
	['names', 'SIGKILL'],
	['names', 'SIGSTOP'],
	['watchdog', 'SIGKILL'],
	['caddy', 'SIGKILL']
];

test.for(edgeFaults)('%s gets %s: another one is back by itself', async ([name, signal]) => {
	const before = (await programs(product)).get(name);
	const failures = await underLoad(async () => {
		await strikeProgram(product, name, signal);
		await expect
			.poll(async () => (await programs(product)).get(name) ?? before, settled)
			.not.toBe(before);
		await expect.poll(() => versionOf().catch(() => null), settled).toBe('version one');
	});
	// The connections of a killed Caddy are gone; a fault of names or the watchdog loses no request.
	if (name !== 'caddy') expect(failures).toEqual([]);
});

test('worker killed during a build: the deployment resumes by itself', async () => {
	await deployWhileKilled('two', await nextLogSays('building'), 'worker');
});

test('worker killed between start and switch: likewise, and nothing is left over', async () => {
	const before = await containersOf(product);
	const isStarted = async () =>
		(await containersOf(product)).some((name) => !before.includes(name));
	await deployWhileKilled('three', () => expect.poll(isStarted, settled).toBe(true), 'worker');
});

test('Postgres killed during a build: everything comes back, and the version goes live', async () => {
	await deployWhileKilled('four', await nextLogSays('building'), 'postgres');
});

test('panel, worker and Postgres down: the app answers; a start brings them back', async () => {
	await product.stop();
	expect(await versionOf()).toBe('version four');
	expect((await programs(product)).has('worker')).toBe(false);
	await product.restart();
	expect(await api.status('greeter')).toMatchObject({
		status: 'running',
		replicas: { desired: 1, running: 1 }
	});
	expect(await versionOf()).toBe('version four');
});

test('two installations share an engine and never touch each other', async () => {
	const own = await containersOf(product);
	const other = await startProduct();
	try {
		const otherApi = await openApi(other);
		expect(await otherApi.deploy('greeter', greeter.url)).toMatchObject({ status: 'success' });
		expect(await versionOf(other)).toBe('version four');
		expect(await containersOf(other)).toHaveLength(1);
		expect(await otherApi.remove('greeter')).toEqual({
			status: 'success',
			message: 'greeter removed'
		});
		await expect.poll(() => containersOf(other), settled).toEqual([]);
	} finally {
		await other.destroy();
	}
	// What was kept warm may have had its time.
	expect(own).toEqual(expect.arrayContaining(await containersOf(product)));
	expect(await versionOf()).toBe('version four');
});

const logFolder = () => dirname(dataPaths(product.dataDir).deploymentLog('any'));

/** A moment: the log of a deployment that begins after this call holds a text. */
async function nextLogSays(text: string): Promise<() => Promise<void>> {
	const known = new Set(await readdir(logFolder()));
	async function newLog(): Promise<string> {
		const name = (await readdir(logFolder())).find((each) => !known.has(each));
		return name ? await readFile(join(logFolder(), name), 'utf8') : '';
	}
	return () => expect.poll(newLog, settled).toContain(text);
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { openApi, type Api } from '../fixtures/console.ts';
import { currentCaddy } from '../fixtures/current-caddy.ts';
import { startCurrentEngine, type CurrentEngine } from '../fixtures/current-engine.ts';
import { startGitHost, type GitHost } from '../fixtures/git-host.ts';
import { greeterFiles } from '../fixtures/greeter.ts';
import { makeImages } from '../fixtures/images/make.ts';
import { sendLoad } from '../fixtures/load.ts';
import { startProduct, type Product } from '../fixtures/product.ts';
import { visit } from '../fixtures/visit.ts';

/** The whole product on what people's servers run: the Docker engine and the Caddy of today. */

let engine: CurrentEngine;
let product: Product;
let host: GitHost;
let api: Api;

beforeAll(async () => {
	engine = await startCurrentEngine();
	const docker = connectDocker(engine.host);
	await makeImages(docker, () => {}, ['node:24-slim']);
	host = await startGitHost();
	product = await startProduct({ DOCKER_HOST: engine.host, GANTRY_CADDY: await currentCaddy() });
	api = await openApi(product);
}, 900_000);

afterAll(async () => {
	await product?.destroy();
	await host?.close();
	await engine?.stop();
});

test('deploys, replaces without a lost request, and removes', async () => {
	const url = `https://greeter.localhost:${product.httpsPort}/`;
	const greeter = await host.createRepository('greeter');
	await greeter.commit(greeterFiles('one'));
	expect(await api.deploy('greeter', greeter.url)).toMatchObject({ status: 'success' });
	expect((await visit(url)).body).toBe('version one');

	const stop = new AbortController();
	const load = sendLoad(url, { perSecond: 60, atLeast: 60, signal: stop.signal });
	await greeter.commit(greeterFiles('two'));
	expect(await api.redeploy('greeter')).toMatchObject({ status: 'success' });
	stop.abort();
	expect((await load).failures).toEqual([]);
	expect((await visit(url)).body).toBe('version two');

	await keepsFiles(url);
	const removed = await api.call('DELETE', '/apps/greeter?volumes=data');
	expect(removed).toEqual({ status: 'success', message: 'greeter removed' });
	const docker = connectDocker(engine.host);
	await expect
		.poll(async () => (await docker.listContainers({ all: true })).length, { timeout: 30_000 })
		.toBe(0);
	expect((await docker.listVolumes()).Volumes ?? []).toEqual([]);
	const health = (await (await fetch(`${product.panelUrl}/health`)).json()) as object;
	expect(health).toMatchObject({ status: 'ok' });
});

/** A worker beside the app writes into its volume; what that and the build cache take is known. */
async function keepsFiles(url: string): Promise<void> {
	await api.call('POST', '/apps/greeter/volumes', { name: 'data', path: '/data' });
	const command = `node -e "fs.writeFileSync('/data/beat', 'x'.repeat(5000)); setInterval(String, 1e6)"`;
	await api.call('POST', '/apps/greeter/processes', { kind: 'worker', name: 'beat', command });
	expect(await api.redeploy('greeter')).toMatchObject({ status: 'success' });
	expect((await visit(url)).body).toBe('version two');
	await expect
		.poll(async () => (await api.call('GET', '/apps/greeter/volumes')).volumes, { timeout: 60_000 })
		.toMatchObject([{ name: 'data', path: '/data', bytes: 5000 }]);
	const { preview } = (await api.call('GET', '/clean-up')) as { preview: { cacheBytes: number } };
	expect(preview.cacheBytes).toBeGreaterThan(0);
}

import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImages } from '../../../e2e/fixtures/images/make.ts';
import { toolchains } from '../../../e2e/fixtures/images/toolchains.ts';
import { connectDocker } from '../../runtime/docker-client.ts';
import { detect } from '../detect.ts';
import { cacheOwnerOf, runningApps, treeOf } from '../testing/running-app.ts';
import { settings } from '../testing/settings.ts';

const docker = connectDocker(process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock');
const apps = runningApps(docker);
const folder = (name: string) =>
	fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));

beforeAll(async () => {
	const wanted = toolchains.map(({ reference }) => reference);
	await makeImages(docker, () => {}, ['debian:bookworm-slim', ...wanted]);
}, 900_000);

afterAll(() => apps.remove());

async function deployed(example: string) {
	const tree = await treeOf(folder(example));
	const plan = await detect(tree, settings(), { cacheOwner: cacheOwnerOf(example) });
	const url = await apps.run(folder(example), example, plan);
	return { plan, page: await apps.page(url), uid: await apps.uid(example) };
}

describe('an example, from its files to a running container', () => {
	it.each([
		['go', 'chi', 'Go'],
		['rust', 'rust', 'Rust'],
		['java', 'javalin', 'Java'],
		['kotlin', 'ktor', 'Kotlin'],
		['deno', 'hono', 'Deno'],
		['bun', 'hono', 'Bun']
	])(
		'%s answers, and not as root',
		async (name, framework, title) => {
			const { plan, page, uid } = await deployed(name);
			expect([plan.language, plan.framework, plan.languageTitle]).toEqual([name, framework, title]);
			expect(page).toBe(`Hello from ${title}!\n`);
			expect(uid).toBe(1000);
		},
		600_000
	);
});

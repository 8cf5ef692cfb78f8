import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImages } from '../../../e2e/fixtures/images/make.ts';
import { toolchains } from '../../../e2e/fixtures/images/toolchains.ts';
import { connectDocker } from '../../runtime/docker-client.ts';
import type { BuildSettings } from '../../spec.ts';
import { detect } from '../detect.ts';
import { runningApps, treeOf } from '../testing/running-app.ts';
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

async function deployed(
	example: string,
	set: Partial<BuildSettings> & { port?: number; as?: string } = {}
) {
	const { port, as = example, ...build } = set;
	const plan = await detect(await treeOf(folder(example)), settings(build));
	const url = await apps.run(folder(example), as, plan, port);
	return { plan, page: await apps.page(url), uid: await apps.uid(as) };
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

/** An install, build and start command, and a port, that a person set instead of what is detected. */
const own: [example: string, title: string, commands: Partial<BuildSettings>][] = [
	[
		'go',
		'Go',
		{
			installCommand: 'go mod verify',
			buildCommand: 'go build -trimpath -o serve .',
			startCommand: './serve'
		}
	],
	[
		'rust',
		'Rust',
		{
			installCommand: 'cargo fetch --locked',
			buildCommand: 'cargo build --release --bins',
			startCommand: 'target/release/hello'
		}
	],
	[
		'java',
		'Java',
		{
			installCommand: 'mvn --version',
			buildCommand: 'mvn -B -ntp -Dmaven.test.skip package',
			startCommand: 'java -Xmx128m -jar target/hello-1.0.jar'
		}
	],
	[
		'deno',
		'Deno',
		{
			installCommand: 'deno install',
			buildCommand: 'deno check main.ts',
			startCommand: 'NO_COLOR=1 deno run -A main.ts'
		}
	],
	[
		'bun',
		'Bun',
		{
			installCommand: 'bun install --no-save',
			buildCommand: 'bun build src/index.ts --target bun --outfile serve.js',
			startCommand: 'bun serve.js'
		}
	]
];

describe('what a person set', () => {
	it.each(own)(
		'wins for %s',
		async (example, title, commands) => {
			const set = { ...commands, port: 4321, as: `own-${example}` };
			const { plan, page } = await deployed(example, set);
			for (const found of [plan.install, plan.build, plan.start]) {
				expect(found?.reason).toBe('you set it');
			}
			expect(page).toBe(`Hello from ${title}!\n`);
		},
		600_000
	);
});

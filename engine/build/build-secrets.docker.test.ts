import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { makeImages } from '../../e2e/fixtures/images/make.ts';
import { tinyRepository } from '../../e2e/fixtures/tiny-app.ts';
import { runLine } from '../detect/dockerfile-text.ts';
import { connectDocker } from '../runtime/docker-client.ts';
import { labels } from '../spec.ts';
import { dockerBuilder } from './docker-builder.ts';
import type { BuildRequest } from './port.ts';

const docker = connectDocker(process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock');
const builder = dockerBuilder(docker);
const installation = `t${Math.random().toString(36).slice(2, 12)}`;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** Everything that means something to a shell, in one value. */
const odd = `canary ${installation} '"\`$HOME\\ $(exit 9)\n; exit 9 # é`;

beforeAll(() => makeImages(docker, () => {}, ['debian:bookworm-slim']), 600_000);
afterAll(() => removeLeftovers(docker, installation));

async function build(dockerfile: string, change: Partial<BuildRequest>) {
	const lines: string[] = [];
	const tar = pack();
	for (const [name, content] of Object.entries(await tinyRepository())) {
		tar.entry({ name, mode: 0o755 }, content);
	}
	tar.finalize();
	const image = await builder.build({
		context: Readable.from([await buffer(Readable.from(tar))]),
		files: [],
		ignore: null,
		dockerfile: 'Dockerfile',
		dockerfileText: dockerfile,
		reference: `gantry/${installation}:deploy_1`,
		labels: { [labels.installation]: installation },
		onLine: (line) => lines.push(line),
		signal: AbortSignal.timeout(120_000),
		...change
	});
	return { image, lines };
}

/** All that the engine keeps of an image: its settings, its history, its layers byte for byte. */
async function keptOf(reference: string): Promise<string> {
	const image = docker.getImage(reference);
	const layers = await buffer(await image.get());
	const facts = JSON.stringify([await image.inspect(), await image.history()]);
	return facts + layers.toString('latin1');
}

const tiny = (...lines: string[]) => ['FROM scratch', 'COPY app /app', ...lines].join('\n');

describe('build-time variables', () => {
	it('reach the commands of a generated Dockerfile byte for byte, and stay in no image and no log', async () => {
		const command = 'printenv ODD | head -c -1 | sha256sum && printenv SECOND';
		const dockerfile = `FROM debian:bookworm-slim\n${runLine(command, ['/root/.cache'], installation)}\n`;
		const { image, lines } = await build(dockerfile, { secrets: { ODD: odd, SECOND: 'two' } });
		expect(lines).toContain(`${sha256(odd)}  -`);
		expect(lines).toContain('two');
		expect(lines.filter((line) => /^#\d+ .*RUN /.test(line))).toEqual([
			expect.stringMatching(/ RUN printenv ODD/)
		]);
		expect(lines.join('\n') + (await keptOf(image.id))).not.toContain('canary');
	});

	it('reach a Dockerfile of the repository by their keys', async () => {
		const dockerfile = tiny(
			'RUN --mount=type=secret,id=TOKEN ["/app","hash","/run/secrets/TOKEN"]',
			'RUN --mount=type=secret,id=OTHER,target=/etc/other ["/app","hash","/etc/other"]',
			'RUN ["/app","hash","/run/secrets/TOKEN"]'
		);
		// Values of this run: the engine still has the steps of the last one.
		const secrets = {
			TOKEN: `canary-token-${installation}`,
			OTHER: `canary-other-${installation}`
		};
		const { image, lines } = await build(dockerfile, { secrets });
		expect(lines).toContain(`hash ${sha256(secrets.TOKEN)}`);
		expect(lines).toContain(`hash ${sha256(secrets.OTHER)}`);
		expect(lines.join('\n') + (await keptOf(image.id))).not.toContain('canary');
	});

	it('run a step again when their value changed, and no step before it', async () => {
		const dockerfile = tiny(
			`RUN ["/app","say","${installation}"]`,
			'RUN --mount=type=secret,id=API ["/app","hash","/run/secrets/API"]'
		);
		await build(dockerfile, { secrets: { API: 'one' } });
		const second = await build(dockerfile, { secrets: { API: 'two' } });
		expect(second.lines).toContain(`hash ${sha256('two')}`);
		expect(second.lines).not.toContain(installation);
	});

	it('are there for a step that comes long after the first', async () => {
		const dockerfile = tiny(
			`ENV ONCE=${installation}`,
			'RUN ["/app","hush","4"]',
			'RUN --mount=type=secret,id=LATE ["/app","hash","/run/secrets/LATE"]'
		);
		const { lines } = await build(dockerfile, { secrets: { LATE: installation } });
		expect(lines).toContain(`hash ${sha256(installation)}`);
	});

	it('fail a step that requires one that is not there', async () => {
		const dockerfile = tiny('RUN --mount=type=secret,id=MISSING,required=true ["/app","say","a"]');
		await expect(build(dockerfile, {})).rejects.toMatchObject({
			code: 'build_failed',
			message: expect.stringContaining('MISSING')
		});
	});
});

describe('a Dockerfile of the repository', () => {
	const staged = [
		'FROM scratch AS first',
		'ARG CHANNEL=none',
		'COPY app /app',
		'ENV CHANNEL=$CHANNEL',
		'EXPOSE 8081',
		'FROM first AS second',
		'EXPOSE 8082'
	].join('\n');

	it('is built up to the wanted stage, with the given arguments', async () => {
		const { image } = await build(staged, { target: 'first', arguments: { CHANNEL: 'beta' } });
		const found = await docker.getImage(image.id).inspect();
		expect(found.Config.Env).toContain('CHANNEL=beta');
		expect(Object.keys(found.Config.ExposedPorts)).toEqual(['8081/tcp']);
	});

	it('runs every step again when nothing may come from the cache', async () => {
		const dockerfile = tiny(`RUN ["/app","say","fresh ${installation}"]`);
		await build(dockerfile, {});
		expect((await build(dockerfile, {})).lines).not.toContain(`fresh ${installation}`);
		expect((await build(dockerfile, { isFresh: true })).lines).toContain(`fresh ${installation}`);
	});
});

import { openBarePlace } from './bare/place.ts';
import { bareDeploy, bareRun, type BarePlace } from './bare/deploy.ts';
import { removeOthers } from './bare/docker.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { pushedApp, type PushedApp } from './product/pushed-app.ts';
import type { PushedRepository } from './product/pushed-repository.ts';
import { openScene, type Scene } from './product/scene.ts';
import { interleave, ratioOf, said } from './ratio.ts';
import { ratioRow, type Row } from './table.ts';
import { visitor, type Visitor } from './visitor.ts';

const warmMark = 0.3;
const imageMark = 1.1;
const runDeadline = 120_000;

/**
 * B9: "Roll back" until a visitor sees the older version, with its container kept warm and without, against
 * `docker run` of the older image, a poll, and one PATCH.
 */
export const rollback: Benchmark = {
	id: 'B9',
	title: 'rollback',
	async run(options) {
		await using stack = new AsyncDisposableStack();
		const scene = await openScene(stack, options);
		const bare = await openBare(stack, { scene, signal: options.signal });
		const warm = { name: 'warm', keepWarmSeconds: 3600, mark: warmMark };
		const cold = { name: 'cold', keepWarmSeconds: 0, mark: imageMark };
		const rows: Row[] = [];
		for (const kind of [warm, cold]) {
			options.say(`  ${kind.name}`);
			rows.push(await compare(stack, { scene, bare, kind, options }));
		}
		return { rows, notes: [] };
	}
};

/** Goes to the other of two versions; milliseconds until it was seen. */
type Return = () => Promise<number>;

interface Compared {
	scene: Scene;
	bare: Return;
	kind: { name: string; keepWarmSeconds: number; mark: number };
	options: BenchOptions;
}

async function compare(
	stack: AsyncDisposableStack,
	{ scene, bare, kind, options }: Compared
): Promise<Row> {
	const ours = await openOurs(stack, { scene, kind, signal: options.signal });
	const pairs = await interleave(
		options.pairs,
		said(options.say, 'ours', ours),
		said(options.say, 'by hand', bare)
	);
	const from = kind.keepWarmSeconds > 0 ? 'kept warm' : 'from its image';
	const what = `"Roll back" → seen, ${from} / docker run, a 3 ms poll, PATCH`;
	return ratioRow('B9', what, ratioOf(pairs), kind.mark);
}

const within = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(runDeadline)]);

async function openOurs(
	stack: AsyncDisposableStack,
	{ scene, kind, signal }: Pick<Compared, 'scene' | 'kind'> & { signal: AbortSignal }
): Promise<Return> {
	const { installation } = scene;
	const repository = await scene.repository(kind.name);
	const { name, keepWarmSeconds } = kind;
	const app = await pushedApp(installation, { repositoryUrl: repository.url, name, signal });
	const { serviceId } = app;
	await installation.db.service.update({ where: { id: serviceId }, data: { keepWarmSeconds } });
	const eyes = visitor(app.url);
	stack.defer(() => eyes.close());
	// Twice: the one that is left behind shall have been made with the same setting.
	const releases = [await pushed('version 1'), await pushed('version 2')];
	let turn = 1;
	async function pushed(version: string): Promise<{ releaseId: string; version: string }> {
		const deploymentId = await deployed({ app, repository, version, signal });
		const release = await installation.db.release.findUniqueOrThrow({ where: { deploymentId } });
		return { releaseId: release.id, version };
	}
	return async () => {
		const { releaseId, version } = releases[--turn & 1]!;
		const begun = performance.now();
		const sight = eyes.untilSees(version, within(signal));
		sight.catch(() => {});
		const deploymentId = await installation.rollback({ serviceId, releaseId });
		const took = (await sight) - begun;
		await app.untilEnded(deploymentId, within(signal));
		return took;
	};
}

async function deployed(given: {
	app: PushedApp;
	repository: PushedRepository;
	version: string;
	signal: AbortSignal;
}): Promise<string> {
	const { app, repository, version, signal } = given;
	const commit = await repository.commit(version);
	await repository.push();
	const deploymentId = await app.deliver(commit, signal);
	await app.untilEnded(deploymentId, within(signal));
	return deploymentId;
}

async function openBare(
	stack: AsyncDisposableStack,
	{ scene, signal }: { scene: Scene; signal: AbortSignal }
): Promise<Return> {
	const { folder, caddy } = scene;
	const repository = await scene.repository('bare');
	const repositoryUrl = repository.url;
	const place = await openBarePlace(stack, { folder, caddy, repositoryUrl, signal });
	const eyes = visitor(place.url);
	stack.defer(() => eyes.close());
	const images = [await built('version 1'), await built('version 2')];
	let turn = 1;
	async function built(version: string): Promise<{ image: string; version: string }> {
		const { sha } = await repository.commit(version);
		await repository.push();
		const { image, container } = await bareDeploy(place, { sha, signal });
		await removeOthers(place.label, container, signal);
		return { image, version };
	}
	return () => returned({ place, eyes, to: images[--turn & 1]!, signal: within(signal) });
}

async function returned(given: {
	place: BarePlace;
	eyes: Visitor;
	to: { image: string; version: string };
	signal: AbortSignal;
}): Promise<number> {
	const { place, eyes, to, signal } = given;
	const begun = performance.now();
	const sight = eyes.untilSees(to.version, signal);
	sight.catch(() => {});
	const { container } = await bareRun(place, { image: to.image, signal });
	const took = (await sight) - begun;
	await removeOthers(place.label, container, signal);
	return took;
}

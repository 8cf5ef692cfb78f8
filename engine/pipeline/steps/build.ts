import { Readable } from 'node:stream';
import type { ImageSummary } from '../../build/port.ts';
import { AppError } from '../../error.ts';
import { type BuiltImage, labels, objectNames } from '../../spec.ts';
import { buildKey } from '../build-key.ts';
import { choosePort } from '../choose-port.ts';
import { deadlines } from '../deadlines.ts';
import type { Step, StepContext } from '../step.ts';
import type { Detected } from './detect.ts';

export interface Built extends BuiltImage {
	isReused: boolean;
}

/** Makes the image, or takes the one that the same tree and settings made before. */
export const build: Step<Detected, Built> = {
	name: 'build',
	deadline: () => deadlines.buildTurn,
	async run({ commit, plan }, context) {
		const { spec, engine, log } = context;
		const reference = objectNames.image(spec.service, spec.deployment);
		const key = buildKey(commit.tree, plan);
		const own = {
			[labels.installation]: spec.installation,
			[labels.project]: spec.project,
			[labels.service]: spec.service,
			[labels.buildKey]: key
		};
		const known = await engine.builder.find(own);
		if (known) {
			log('The same files and settings were built before: that image is used again');
			await engine.builder.tag(known.id, reference);
		}
		const image = known ?? (await buildNow({ commit, plan }, { reference, own, context }));
		const port = choosePort(spec, { plan, exposedPort: image.exposedPort });
		return { reference, id: image.id, port, files: null, isReused: known !== null };
	},
	summary: ({ isReused }) => (isReused ? 'reused an image of the same files' : null),
	// Its layers stay in the build cache: the next try is quick all the same.
	undo: (_built, { spec, engine }) =>
		engine.builder.remove(objectNames.image(spec.service, spec.deployment))
};

async function buildNow(
	{ commit, plan }: Detected,
	given: { reference: string; own: Record<string, string>; context: StepContext }
): Promise<ImageSummary> {
	const { spec, engine, signal, log } = given.context;
	const { rootDirectory } = spec.build;
	const watch = new BuildWatch();
	const within = AbortSignal.any([signal, watch.signal]);
	const ignore = await ignoreText(given.context, { commit, plan });
	try {
		return await engine.builder.build({
			context: Readable.from(
				(async function* () {
					// Read only once it is this build's turn: its time begins now.
					watch.begin();
					yield* engine.checkout.archive(spec.service, commit.sha, rootDirectory, {
						signal: within
					});
				})(),
				{ objectMode: false }
			),
			files: plan.files,
			ignore,
			dockerfile: plan.dockerfilePath,
			dockerfileText: plan.dockerfile,
			reference: given.reference,
			labels: given.own,
			onLine: (line, stream) => {
				watch.hear();
				log(line, stream);
			},
			signal: within
		});
	} finally {
		watch.end();
	}
}

/** The ignore file as `docker build` chooses it: the Dockerfile's own, else the context's; ours before the repository's. */
async function ignoreText(
	{ spec, engine }: StepContext,
	{ commit, plan }: Detected
): Promise<string | null> {
	const tree = engine.checkout.tree(spec.service, commit.sha, spec.build.rootDirectory);
	for (const path of [`${plan.dockerfilePath}.dockerignore`, '.dockerignore']) {
		const ours = plan.files.find((file) => file.path === path);
		const text = ours?.text ?? (await tree.readText(path));
		if (text !== null) return text;
	}
	return null;
}

/** Ends a build that says nothing for long, or takes too long altogether. */
class BuildWatch {
	readonly #controller = new AbortController();
	#idle: NodeJS.Timeout | undefined;
	#total: NodeJS.Timeout | undefined;

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	begin(): void {
		const fail = (what: string) => () =>
			this.#controller.abort(
				new AppError('build_timed_out', 504, `Build failed: it ${what}`, {
					hint: 'The last lines of the log show where it hung.'
				})
			);
		const { build: total, buildIdle: idle } = deadlines;
		this.#total = setTimeout(fail(`took longer than ${total / 60_000} min`), total);
		this.#idle = setTimeout(fail(`printed nothing for ${idle / 60_000} min`), idle);
	}

	hear(): void {
		this.#idle?.refresh();
	}

	end(): void {
		clearTimeout(this.#idle);
		clearTimeout(this.#total);
	}
}

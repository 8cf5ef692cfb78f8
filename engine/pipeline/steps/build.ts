import { Readable } from 'node:stream';
import type { ImageSummary } from '../../build/port.ts';
import type { Plan } from '../../detect/plan.ts';
import { type BuiltImage, type DeploymentSpec, labels, objectNames } from '../../spec.ts';
import { buildKey } from '../build-key.ts';
import { choosePort } from '../choose-port.ts';
import { deadlines } from '../deadlines.ts';
import { siteFolderOf, sitePort } from '../site-release.ts';
import type { Step, StepContext } from '../step.ts';
import type { Detected } from './detect.ts';

export interface Built extends BuiltImage {
	/** Where the image came from when it was not built: "#11"; null: it was built. */
	reused: string | null;
}

/** Makes the image, or takes the one that the same tree and settings made before. */
export const build: Step<Detected, Built> = {
	name: 'build',
	deadline: () => deadlines.buildTurn,
	async run({ commit, plan }, context) {
		const { spec, engine, log } = context;
		const reference = objectNames.image(spec.service, spec.deployment);
		const key = buildKey(commit.tree, plan, spec);
		const own = {
			[labels.installation]: spec.installation,
			[labels.project]: spec.project,
			[labels.service]: spec.service,
			[labels.buildKey]: key
		};
		const number = { [labels.number]: String(spec.number) };
		// Of a fresh build only its own image counts: it was made before a crash.
		const known = await engine.builder.find(spec.isFresh ? { ...own, ...number } : own);
		const reused = known && !spec.isFresh ? builtBy(known) : null;
		if (known) await engine.builder.tag(known.id, reference);
		if (reused) {
			log(`The same files, settings and build-time variables have an image: that of ${reused}`);
			log('"Build anyway" makes a new one');
		}
		const image =
			known ??
			(await buildNow({ commit, plan }, { reference, own: { ...own, ...number }, context }));
		const made = { reference, id: image.id, reused };
		if (plan.output) return { ...made, port: sitePort, files: siteFolderOf(spec) };
		const port = choosePort(spec, { plan, exposedPort: image.exposedPort });
		return { ...made, port, files: null };
	},
	summary: ({ reused }) => reused && `reused the image of ${reused}`,
	// Its layers stay in the build cache: the next try is quick all the same.
	undo: (_built, { spec, engine }) =>
		engine.builder.remove(objectNames.image(spec.service, spec.deployment))
};

/** "#11"; images made before numbers were written on them have none. */
function builtBy({ labels: on }: ImageSummary): string {
	const number = on[labels.number];
	return number === undefined ? 'an earlier deployment' : `#${number}`;
}

async function buildNow(
	{ commit, plan }: Detected,
	given: { reference: string; own: Record<string, string>; context: StepContext }
): Promise<ImageSummary> {
	const { spec, engine, signal, log } = given.context;
	const context = contextFolder(spec, plan);
	const ignore = await ignoreText(given.context, { commit, plan });
	return engine.builder.build({
		context: Readable.from(
			(async function* () {
				// Read only once it is this build's turn.
				yield* engine.checkout.archive(spec.service, commit.sha, context, { signal });
			})(),
			{ objectMode: false }
		),
		files: plan.files,
		ignore,
		dockerfile: plan.dockerfilePath,
		dockerfileText: plan.dockerfile,
		...inputsOf(spec, plan),
		reference: given.reference,
		labels: given.own,
		onLine: log,
		signal
	});
}

/** What is sent to the build. */
const contextFolder = ({ build }: DeploymentSpec, plan: Plan) =>
	plan.isWholeRepository ? '' : build.rootDirectory;

/** Target and arguments are for the repository's own Dockerfile: the generated ones have no use for them. */
function inputsOf({ build, buildVariables, isFresh }: DeploymentSpec, plan: Plan) {
	const isOwn = plan.framework === 'dockerfile';
	return {
		target: isOwn ? build.dockerfileTarget : null,
		arguments: isOwn ? build.buildArguments : {},
		secrets: buildVariables,
		isFresh
	};
}

/** The ignore file as `docker build` chooses it: the Dockerfile's own, else the context's; ours before the repository's. */
async function ignoreText(
	{ spec, engine }: StepContext,
	{ commit, plan }: Detected
): Promise<string | null> {
	const tree = engine.checkout.tree(spec.service, commit.sha, contextFolder(spec, plan));
	for (const path of [`${plan.dockerfilePath}.dockerignore`, '.dockerignore']) {
		const ours = plan.files.find((file) => file.path === path);
		const text = ours?.text ?? (await tree.readText(path));
		if (text !== null) return text;
	}
	return null;
}

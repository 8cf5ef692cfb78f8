import type Docker from 'dockerode';
import type { ImageInspectInfo } from 'dockerode';
import { AppError } from '../error.ts';
import {
	asAppError,
	dockerMessage,
	labelFilter,
	statusOf,
	unless
} from '../runtime/docker-client.ts';
import { buildFailure } from './build-failure.ts';
import { BuildLog } from './build-log.ts';
import { buildSecrets, pinnedSecrets } from './build-secrets.ts';
import { buildContext, ignoredBy } from './context.ts';
import { withoutFrontend } from './dockerfile-syntax.ts';
import { imageFolder } from './image-files.ts';
import { jsonLines } from './json-lines.ts';
import type { Builder, BuildRequest, ImageSummary } from './port.ts';
import type { openSession } from './session.ts';

/** What the engine answers while it builds, one object a line. */
interface BuildMessage {
	id?: string;
	aux?: string | { ID?: string };
	stream?: string;
	error?: string;
	errorDetail?: { message?: string };
}

/** BuildKit inside the Docker engine, over its API: no command line, no working copy. */
export function dockerBuilder(docker: Docker): Builder {
	async function inspect(reference: string): Promise<ImageSummary> {
		const found = await unless([404], docker.getImage(reference).inspect());
		if (!found) throw imageNotFound();
		return toSummary(reference, found);
	}

	async function list(labels: Record<string, string>): Promise<ImageSummary[]> {
		const found = (await unless([], docker.listImages({ filters: labelFilter(labels) }))) ?? [];
		found.sort((a, b) => b.Created - a.Created);
		const references = found.flatMap(({ Id, RepoTags }) => {
			const tags = (RepoTags ?? []).filter((tag) => !tag.startsWith('<none>'));
			return tags.length > 0 ? tags : [Id];
		});
		const all = await Promise.all(
			references.map((reference) =>
				inspect(reference).catch((error: unknown) => {
					if (error instanceof AppError && error.code === 'image_not_found') return null;
					throw error;
				})
			)
		);
		return all.filter((image) => image !== null);
	}

	return {
		list,
		find: async (labels) => (await list(labels))[0] ?? null,

		async build(request) {
			const id = await build(docker, request);
			return { ...(await inspect(id)), reference: request.reference };
		},

		async files(id, options) {
			const { labels } = await inspect(id);
			const folder = await imageFolder(docker, id, options);
			if (!folder) throw imageNotFound();
			return { ...folder, labels };
		},

		async tag(id, reference) {
			const colon = reference.lastIndexOf(':');
			const target = { repo: reference.slice(0, colon), tag: reference.slice(colon + 1) };
			if ((await unless([404], docker.getImage(id).tag(target))) === null) throw imageNotFound();
		},

		async remove(reference) {
			await unless([404, 409], docker.getImage(reference).remove());
		}
	};
}

/** Answers the id of the image. Ending the connection is what cancels a build: the engine then stops its steps. */
async function build(docker: Docker, request: BuildRequest): Promise<string> {
	const { signal, dockerfile } = request;
	signal.throwIfAborted();
	const others = request.files.filter(({ path }) => path !== dockerfile);
	const { text, served } = pinnedSecrets(
		withoutFrontend(request.dockerfileText),
		buildSecrets(request.secrets ?? {})
	);
	const log = new BuildLog(request.onLine);
	const context = buildContext({
		source: request.context,
		files: [{ path: dockerfile, text }, ...others],
		isIgnored: ignoredBy(request.ignore, [dockerfile, ...others.map(({ path }) => path)])
	});
	// A context that breaks off would leave the engine waiting for the rest of it.
	const broken = new AbortController();
	context.on('error', (error) => broken.abort(error));
	const either = AbortSignal.any([signal, broken.signal]);
	let session: Awaited<ReturnType<typeof openSession>> | null = null;
	try {
		// Loaded with the first build: they bring a client of gRPC and one of its messages.
		const { decodeTrace } = await import('./trace.ts');
		// All that a session has to offer are secrets.
		if (/type=secret/.test(text)) {
			session = await (await import('./session.ts')).openSession(docker, served);
		}
		const answer = await docker.buildImage(context, {
			...buildOptions(request),
			...(session && { session: session.id }),
			abortSignal: either
		} as Docker.ImageBuildOptions);
		const end = () => void (answer as NodeJS.ReadableStream & { destroy(): void }).destroy();
		either.addEventListener('abort', end, { once: true });
		let id: string | null = null;
		try {
			for await (const message of jsonLines<BuildMessage>(answer)) {
				if (message.error !== undefined) {
					throw buildFailure(message.errorDetail?.message ?? message.error, log);
				}
				request.onProgress?.();
				if (typeof message.aux === 'string') log.add(decodeTrace(message.aux));
				else if (message.aux?.ID) id = message.aux.ID;
			}
		} finally {
			either.removeEventListener('abort', end);
			end();
		}
		either.throwIfAborted();
		if (!id)
			throw new AppError('build_failed', 502, 'Build failed: the Docker engine broke it off');
		return id;
	} catch (error) {
		either.throwIfAborted();
		if (error instanceof AppError) throw error;
		if (statusOf(error) === undefined) throw asAppError(error);
		throw buildFailure(dockerMessage(error), log);
	} finally {
		context.destroy();
		session?.close();
	}
}

function buildOptions(request: BuildRequest) {
	return {
		// BuildKit. As a number, as the library would open a session of its own for '2'.
		version: 2 as unknown as '2',
		t: request.reference,
		dockerfile: request.dockerfile,
		labels: request.labels,
		buildargs: request.arguments ?? {},
		...(request.target ? { target: request.target } : {}),
		...(request.isFresh ? { nocache: true, pull: true } : {}),
		rm: true,
		forcerm: true
	};
}

const imageNotFound = () =>
	new AppError('image_not_found', 409, 'The image of this release is no longer there', {
		hint: 'Deploy the commit again: the image is then built anew.'
	});

function toSummary(reference: string, found: ImageInspectInfo): ImageSummary {
	const [port] = Object.keys(found.Config.ExposedPorts ?? {}).filter((key) => key.endsWith('/tcp'));
	return {
		reference,
		id: found.Id,
		labels: found.Config.Labels ?? {},
		exposedPort: port ? Number.parseInt(port, 10) : null
	};
}

import type { Readable } from 'node:stream';
import type { LogStream, Variables } from '../spec.ts';

export interface BuildRequest {
	/** Tar of the build context. */
	context: Readable;
	/** Files of ours added to the context, before those of the same path: the generated Dockerfile and what it copies. */
	files: { path: string; text: string }[];
	/** Text of the .dockerignore that holds for this build; null: everything is sent. */
	ignore: string | null;
	/** Path of the Dockerfile inside the context. */
	dockerfile: string;
	/** Its text, which is judged before anything is sent. */
	dockerfileText: string;
	/** Stage that becomes the image; without it, the last one. */
	target?: string | null;
	/** ARGs. */
	arguments?: Variables;
	/** What steps may mount by `--mount=type=secret`: each by its key, and all of them as variables.sh. */
	secrets?: Variables;
	/** Every step runs again, and base images are asked for anew. */
	isFresh?: boolean;
	reference: string;
	labels: Record<string, string>;
	onLine: (line: string, stream: LogStream) => void;
	/** The engine told of progress, with or without a line: a base image comes in, say. */
	onProgress?: () => void;
	signal: AbortSignal;
}

export interface ImageSummary {
	reference: string;
	id: string;
	labels: Record<string, string>;
	/** The first port that the image EXPOSEs. */
	exposedPort: number | null;
}

export interface ImageFiles {
	tar: Readable;
	labels: Record<string, string>;
	close: () => Promise<void>;
}

export interface Builder {
	/** The image carrying all these labels, newest first; null when there is none. */
	find(labels: Record<string, string>): Promise<ImageSummary | null>;
	/**
	 * Errors: build_failed (the failing command in the message, the last lines in the hint),
	 * base_image_unavailable, dockerfile_syntax_refused, build_variables_too_large, docker_unreachable.
	 */
	build(request: BuildRequest): Promise<ImageSummary>;
	/**
	 * A folder of an image as a tar whose paths begin with the folder's name, and the image's labels.
	 * `labels` mark what is made for it on the engine; `close` removes that, and is to be called whatever
	 * happens. Errors: image_not_found.
	 */
	files(
		id: string,
		options: { path: string; labels: Record<string, string>; signal: AbortSignal }
	): Promise<ImageFiles>;
	/** Gives an existing image another reference. Errors: image_not_found. */
	tag(id: string, reference: string): Promise<void>;
	/** One entry a reference. */
	list(labels: Record<string, string>): Promise<ImageSummary[]>;
	/** Safe when it is gone; one that a container runs from stays. */
	remove(reference: string): Promise<void>;
}

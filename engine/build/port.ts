import type { Readable } from 'node:stream';
import type { LogStream } from '../spec.ts';

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
	reference: string;
	labels: Record<string, string>;
	onLine: (line: string, stream: LogStream) => void;
	signal: AbortSignal;
}

export interface ImageSummary {
	reference: string;
	id: string;
	labels: Record<string, string>;
	/** The first port that the image EXPOSEs. */
	exposedPort: number | null;
}

export interface Builder {
	/** The image carrying all these labels, newest first; null when there is none. */
	find(labels: Record<string, string>): Promise<ImageSummary | null>;
	/**
	 * Errors: build_failed (the failing command in the message, the last lines in the hint),
	 * base_image_unavailable, dockerfile_syntax_refused, docker_unreachable.
	 */
	build(request: BuildRequest): Promise<ImageSummary>;
	/** Gives an existing image another reference. Errors: image_not_found. */
	tag(id: string, reference: string): Promise<void>;
	/** One entry a reference. */
	list(labels: Record<string, string>): Promise<ImageSummary[]>;
	/** Safe when it is gone; one that a container runs from stays. */
	remove(reference: string): Promise<void>;
}

import type { Reach } from '#engine/build/governor/port.ts';
import type { AppFolder } from '#engine/detect/app-folders.ts';
import type { Plan } from '#engine/detect/plan.ts';
import type { CleanUpPreview } from '#lib/rules/clean-up.ts';
import type { UsageNow } from './usage-now.ts';

/** What one ls-remote and one look at the tree tell about a repository, before anything is created. */
export interface Inspection {
	url: string;
	branch: string;
	branches: string[];
	commit: { sha: string; message: string; author: string };
	/** null when nothing was recognised; `problem` then says why and what to do. */
	plan: Plan | null;
	problem: { message: string; hint: string | null } | null;
	/** What .env.example names, each with the value that stands there; '': the app wants one. */
	exampleVariables: { key: string; value: string }[];
	/** Folders of the repository in which another app may stand. */
	folders: AppFolder[];
}

export interface WorkerHealth {
	docker: { ok: boolean; detail: string };
	caddy: { ok: boolean; detail: string };
	/** By the worker's own clock, when it answered: milliseconds since the epoch. */
	at: number;
}

export interface HostCheck {
	/** Does its DNS point at this machine? */
	pointsHere: boolean;
	/** For people: "A record of app.example.com is 5.6.7.8, expected 1.2.3.4". */
	detail: string;
	/** Addresses of this machine, for the records to set. */
	expected: string[];
}

export interface RunningContainer {
	/** As the engine knows it. */
	name: string;
	/** The worker or cron process it runs; null: it answers requests. */
	process: string | null;
	/** Which of several copies; null: a run of a cron process. */
	replica: number | null;
	/** Of the live release; else it is kept warm, or on its way. */
	isLive: boolean;
	/** ISO 8601. */
	startedAt: string | null;
}

/**
 * Live reads that only the worker can make, over its unix socket. AppErrors cross it whole.
 * Errors besides: worker_unreachable (503).
 */
export interface Live {
	inspect(
		input: {
			url: string;
			branch?: string;
			rootDirectory?: string;
			/** The overrides a person typed, so that the plan shown is the plan built. */
			build?: {
				dockerfilePath?: string | null;
				installCommand?: string | null;
				buildCommand?: string | null;
				startCommand?: string | null;
				outputDirectory?: string | null;
			};
		},
		options: { signal: AbortSignal }
	): Promise<Inspection>;
	/** Full commit and its facts for a branch head, or for 7–40 hex digits on that branch. */
	resolveCommit(
		input: { url: string; branch: string; commit?: string },
		options: { signal: AbortSignal }
	): Promise<{ sha: string }>;
	checkHost(input: { host: string }, options: { signal: AbortSignal }): Promise<HostCheck>;
	/** What a clean-up would remove now. */
	cleanUp(options: { signal: AbortSignal }): Promise<CleanUpPreview>;
	/** Bytes in the volumes of a service, by volume id; those that the engine can not count are left out. */
	volumeSizes(
		input: { serviceId: string },
		options: { signal: AbortSignal }
	): Promise<Record<string, number>>;
	/** How far the limits of builds hold on this machine. Errors: docker_unreachable. */
	buildReach(options: { signal: AbortSignal }): Promise<Reach>;
	/** How many containers of a service answer requests, as the engine has them now. */
	replicas(
		input: { serviceId: string },
		options: { signal: AbortSignal }
	): Promise<{ running: number }>;
	/** What the machine and all containers use, as it was read last. */
	usage(options: { signal: AbortSignal }): Promise<UsageNow>;
	/** The containers of a service that run now. Errors: docker_unreachable. */
	containers(
		input: { serviceId: string },
		options: { signal: AbortSignal }
	): Promise<RunningContainer[]>;
	/** Sends a test to a channel; `detail` says in words what came of it. Errors: not_found. */
	testChannel(
		input: { channelId: string },
		options: { signal: AbortSignal }
	): Promise<{ ok: boolean; detail: string }>;
	health(options: { signal: AbortSignal }): Promise<WorkerHealth>;
}

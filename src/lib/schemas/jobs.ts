import { z } from 'zod';

const id = z.string().min(1).max(64);

/** Every job in the queue and its payload: what the panel enqueues and the worker's tasks parse. */
export const jobs = {
	/** Runs one deployment. Queue: the service's own. */
	deploy: z.object({ deploymentId: id }),
	/** Removes all that runs or is stored of a service marked deleted, then its row. Queue: the service's own. */
	'delete-service': z.object({ serviceId: id }),
	/** The same for a project, once its services are gone. */
	'delete-project': z.object({ projectId: id }),
	/** Stops the containers of a service; its hosts show the page "stopped". Queue: the service's own. */
	'stop-service': z.object({ serviceId: id }),
	/** Starts what of a live service does not run, removes what is left over, corrects its name. Queue: the service's own. */
	'repair-service': z.object({ serviceId: id }),
	/** Runs a cron process for one of its times, or by hand, and queues its next run. */
	'run-process': z.object({ processId: id, at: z.iso.datetime(), isManual: z.boolean() }),
	/** Returns a service whose live release crashed soon after going live to the one before. Queue: the service's own. */
	'recover-service': z.object({ serviceId: id }),
	/** Tells names which hosts a service has; checks DNS of the pending ones. */
	'publish-hosts': z.object({ serviceId: id }),
	/** Gets the certificates that hosts of a service may have and lack. */
	'warm-certificates': z.object({ serviceId: id }),
	/** Re-applies the edge's config and the panel's own name after the base or panel domain changed. */
	'apply-edge': z.object({}),
	/** Tells one channel of one occasion. */
	'send-notification': z.object({ notificationId: id }),
	/** Compares a service's branch with what deliveries told of it, now. */
	'find-missed-push': z.object({ serviceId: id }),
	/** Removes what nobody needs any more: images, build cache, logs. */
	'clean-up': z.object({ reason: z.enum(['asked', 'nightly', 'disk-low']) })
} as const;

export type JobName = keyof typeof jobs;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobs)[Name]>;

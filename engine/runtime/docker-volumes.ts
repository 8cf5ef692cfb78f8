import type Docker from 'dockerode';
import { AppError } from '../error.ts';
import { labels } from '../spec.ts';
import { asAppError, dockerMessage, labelFilter, statusOf, unless } from './docker-client.ts';
import type { ContainerPlan } from './port.ts';

/** Labels that a volume takes over from the container it is made for. */
const owners = [labels.installation, labels.project, labels.service];

/**
 * Makes the volumes of a container that are not there yet; an existing one is left as it is.
 * Errors: volume_not_created, volume_foreign.
 */
export async function ensureVolumes(docker: Docker, plan: ContainerPlan): Promise<void> {
	for (const { volume } of plan.mounts) {
		const found = await unless([404], docker.getVolume(volume).inspect());
		if (found && found.Labels?.[labels.installation] !== plan.labels[labels.installation]) {
			throw new AppError('volume_foreign', 409, `The volume ${volume} is not one of Gantry’s`, {
				hint: 'Another program made a volume of that name. Remove or rename it there.'
			});
		}
		if (!found) await createVolume(docker, volume, plan);
	}
}

async function createVolume(docker: Docker, name: string, plan: ContainerPlan): Promise<void> {
	const own = owners.flatMap((key) => (plan.labels[key] ? [[key, plan.labels[key]]] : []));
	const options = {
		Name: name,
		Driver: 'local',
		Labels: { ...(Object.fromEntries(own) as Record<string, string>), [labels.volume]: name }
	};
	await docker.createVolume(options).catch((error: unknown) => {
		throw notMade(error);
	});
}

function notMade(error: unknown): unknown {
	if (statusOf(error) === undefined) return asAppError(error);
	return new AppError(
		'volume_not_created',
		500,
		`Docker could not make a volume: ${dockerMessage(error)}`,
		{ hint: 'The last words say why; a full disk is the usual reason.', cause: error }
	);
}

/** Removes one with its data. Safe when it is gone. Errors: volume_in_use. */
export async function removeVolume(docker: Docker, name: string): Promise<void> {
	try {
		await docker.getVolume(name).remove();
	} catch (error) {
		if (statusOf(error) === 404) return;
		if (statusOf(error) !== 409) throw asAppError(error);
		throw new AppError('volume_in_use', 409, 'A container still mounts this volume.', {
			cause: error
		});
	}
}

/** Names of the volumes with all these labels. */
export async function listVolumes(
	docker: Docker,
	wanted: Record<string, string>
): Promise<string[]> {
	const found = await unless([], docker.listVolumes({ filters: labelFilter(wanted) }));
	return (found?.Volumes ?? []).map(({ Name }) => Name);
}

interface CountedVolume {
	Name: string;
	Labels: Record<string, string> | null;
	/** Size -1: not counted. */
	UsageData?: { Size: number } | null;
}

/** GET /system/df: engines from 29 on use the longer name. */
interface Usage {
	Volumes?: CountedVolume[] | null;
	VolumeUsage?: { Items?: CountedVolume[] | null };
}

/** Bytes in the volumes with these labels, by name. The engine walks through all files of them. */
export async function volumeSizes(
	docker: Docker,
	wanted: Record<string, string>,
	signal: AbortSignal
): Promise<Record<string, number>> {
	const usage = await new Promise<Usage>((resolve, reject) => {
		const statusCodes = { 200: true, 409: 'conflict', 500: 'server error' };
		docker.modem.dial(
			{
				...{ path: '/system/df?', method: 'GET', statusCodes, abortSignal: signal },
				options: { _query: { type: 'volume', verbose: '1' }, _body: {} }
			},
			(error, answer) => (error ? reject(error as Error) : resolve(answer as Usage))
		);
	}).catch((error: unknown): Usage => {
		// Older engines count for one caller at a time.
		if (statusOf(error) === 409) return {};
		throw asAppError(error);
	});
	const volumes = usage.VolumeUsage?.Items ?? usage.Volumes ?? [];
	const own = volumes.filter(({ Labels }) =>
		Object.entries(wanted).every(([key, value]) => Labels?.[key] === value)
	);
	return Object.fromEntries(
		own.flatMap(({ Name, UsageData }) =>
			UsageData && UsageData.Size >= 0 ? [[Name, UsageData.Size]] : []
		)
	);
}

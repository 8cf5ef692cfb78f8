import { objectNames, type Id } from '#engine/spec.ts';
import { commandKey } from '#engine/runtime/process-plan.ts';
import { frozenSettings } from '#lib/schemas/frozen-settings.ts';
import { loadOwnNames, type OwnNames } from '#lib/server/settings/own-names.ts';
import type { Prisma } from '#prisma/client/client.ts';
import type { World } from '../world.ts';
import type { Wanted, WantedService } from './plan.ts';
import { entrySelect, wantedEntry } from './wanted-entry.ts';
import { loadWarm } from './warm.ts';

const select = {
	...entrySelect,
	id: true,
	state: true,
	deletedAt: true,
	liveRelease: { select: { deploymentId: true, port: true, files: true, settings: true } },
	processes: {
		where: { kind: 'worker' as const },
		select: { name: true, command: true, replicas: true }
	},
	deployments: {
		select: { state: true },
		where: { state: { in: ['queued' as const, 'running' as const] } }
	}
} satisfies Prisma.ServiceSelect;

type Row = Prisma.ServiceGetPayload<{ select: typeof select }>;

/** What the database says that there should be. */
export async function loadWanted(world: Pick<World, 'db' | 'env' | 'engine'>): Promise<Wanted> {
	const { db, env } = world;
	const warm = await loadWarm(world);
	const names = await loadOwnNames(db, env);
	const projects = await db.project.findMany({ select: { id: true } });
	const rows = await db.service.findMany({ select });
	const kept = rows.filter(({ deletedAt }) => deletedAt === null);
	return {
		services: new Map(kept.map((row) => [row.id, wantedService(row, { names, warm })])),
		leaving: new Set(rows.filter(({ deletedAt }) => deletedAt !== null).map(({ id }) => id)),
		projects: new Set(projects.map(({ id }) => id)),
		panel: {
			hosts: [{ host: names.panelDomain, certificate: true }],
			state: 'live',
			targets: [{ address: '127.0.0.1', port: env.GANTRY_PORT }]
		}
	};
}

/** The same of one service; null when it is gone or going. */
export async function loadWantedService(
	world: Pick<World, 'db' | 'env' | 'engine'>,
	service: Id
): Promise<WantedService | null> {
	const { db, env } = world;
	const row = await db.service.findFirst({ where: { id: service, deletedAt: null }, select });
	if (!row) return null;
	const [names, warm] = await Promise.all([loadOwnNames(db, env), loadWarm(world, service)]);
	return wantedService(row, { names, warm });
}

function wantedService(
	row: Row,
	{ names, warm }: { names: OwnNames; warm: Map<Id, string> }
): WantedService {
	const { id, state, liveRelease, deployments } = row;
	const notLive = deployments.length > 0 && state === 'idle' ? 'starting' : 'stopped';
	return {
		id,
		busy: deployments.some((deployment) => deployment.state === 'running'),
		state: isUp(state) && liveRelease ? 'live' : notLive,
		entry: wantedEntry(row, names),
		workers: workersOf(row),
		warm: warm.get(id) ?? null,
		live: liveRelease && {
			containers: containersOf(id, liveRelease),
			port: liveRelease.port,
			files: liveRelease.files
		}
	};
}

/** One that ends again and again is still wanted, and still asked. */
const isUp = (state: Row['state']) => state === 'live' || state === 'crashing';

function workersOf({ id, liveRelease, processes }: Row): WantedService['workers'] {
	if (!liveRelease || liveRelease.files !== null) return [];
	return processes.flatMap(({ name, command, replicas }) =>
		Array.from({ length: replicas }, (_none, index) => ({
			container: objectNames.worker(id, liveRelease.deploymentId, { name, replica: index + 1 }),
			command: commandKey(command)
		}))
	);
}

function containersOf(service: Id, release: NonNullable<Row['liveRelease']>): string[] {
	if (release.files !== null) return [];
	const { replicas } = frozenSettings.parse(release.settings).run;
	return Array.from({ length: replicas }, (_none, index) =>
		objectNames.container(service, release.deploymentId, index + 1)
	);
}

import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { labels, objectNames } from '#engine/spec.ts';
import type { App } from './app.ts';
import { leftovers } from '../fixtures/docker-leftovers.ts';
import { expectThat } from './experiment.ts';
import type { Ground } from './ground.ts';
import { until } from './moments.ts';

/** What must hold after every experiment: I1 to I11 of docs/reliability.md. */
interface Invariant {
	id: string;
	/** Throws what is not so. */
	holds(ground: Ground): Promise<void>;
}

const isSame = (some: string[], others: string[]) =>
	JSON.stringify(some.toSorted()) === JSON.stringify(others.toSorted());

const failuresOf = new WeakMap<App, string[]>();

const oneLiveRevision: Invariant = {
	id: 'I1',
	async holds(ground) {
		const { db, names, docker, installation } = ground;
		for (const app of ground.apps) {
			await until(
				`one live revision of ${app.name}`,
				async () => {
					const service = await db.service.findUnique({
						where: { id: app.serviceId },
						include: { liveRelease: true }
					});
					const { liveRelease } = service ?? {};
					if (!service || service.state !== 'live' || !liveRelease) return app.expected === '';
					const wanted = Array.from(
						{ length: app.replicas },
						(_, nth) => `/${objectNames.container(service.id, liveRelease.deploymentId, nth + 1)}`
					);
					const running = await docker.listContainers({
						filters: {
							label: [`${labels.installation}=${installation}`, `${labels.service}=${service.id}`]
						}
					});
					const addresses = running.flatMap(({ NetworkSettings: { Networks } }) =>
						Object.values(Networks).map(({ IPAddress }) => IPAddress)
					);
					const targets = (await names.snapshot())[service.id]?.targets ?? [];
					return (
						isSame(
							running.map(({ Names }) => Names[0] ?? ''),
							wanted
						) &&
						isSame(
							targets.map(({ address }) => address),
							addresses
						) &&
						(await app.version()) === app.expected
					);
				},
				{ withinMs: 45_000 }
			);
		}
	}
};

const noLostRequest: Invariant = {
	id: 'I2',
	async holds({ apps }) {
		for (const app of apps) {
			const failures = failuresOf.get(app) ?? (await app.stopProbe());
			failuresOf.set(app, failures);
			const isFine = app.mayFail || failures.length === 0;
			expectThat(isFine, `${failures.length} requests of ${app.name} failed: ${failures[0]}`);
		}
	}
};

const allEnded: Invariant = {
	id: 'I3',
	async holds({ db }) {
		await until('the end of every deployment', async () => {
			const open = { state: { in: ['queued' as const, 'running' as const] } };
			return (await db.deployment.count({ where: open })) === 0;
		});
	}
};

const lastPushAnswered: Invariant = {
	id: 'I4',
	async holds({ db, apps }) {
		for (const { serviceId, name, pushed } of apps) {
			const service = await db.service.findUnique({
				where: { id: serviceId },
				include: { liveRelease: { include: { deployment: true } } }
			});
			if (!service) continue;
			const last = await db.deployment.findFirst({
				where: { serviceId, commitSha: pushed },
				orderBy: { number: 'desc' }
			});
			const isLive = service.liveRelease?.deployment.commitSha === pushed;
			const isTold =
				last?.state === 'cancelled' || last?.state === 'superseded' || last?.errorMessage;
			expectThat(
				isLive || (!!last && (last.state === 'succeeded' || !!isTold)),
				`${name}: ${pushed} is neither live nor told`
			);
		}
	}
};

const noOrphans: Invariant = {
	id: 'I5',
	async holds(ground) {
		const { db, docker, installation, names, paths } = ground;
		await until(
			'every object to have an owner',
			async () => {
				const services = await db.service.findMany({ include: { releases: true } });
				const volumes = await db.volume.findMany({ select: { id: true } });
				const projects = await db.project.findMany({ select: { id: true } });
				const found = await leftovers(docker, installation);
				const ids = new Set(services.map(({ id }) => id));
				const live = services
					.filter(({ liveReleaseId }) => liveReleaseId)
					.reduce((sum, { replicas }) => sum + replicas, 0);
				const images = services.flatMap(({ releases }) =>
					releases.filter(({ prunedAt }) => prunedAt === null).map(({ image }) => image)
				);
				const entries = Object.keys(await names.snapshot()).filter((id) => id !== 'panel');
				const mirrors = await readdir(paths.git).catch(() => []);
				const owned = (list: string[], known: Set<string>) => list.every((one) => known.has(one));
				return (
					found.containers.length <= live &&
					owned(found.networks, new Set(projects.map(({ id }) => objectNames.network(id)))) &&
					owned(found.images, new Set(images)) &&
					owned(found.volumes, new Set(volumes.map(({ id }) => objectNames.volume(id)))) &&
					owned(entries, ids) &&
					owned(
						mirrors.filter((name) => /^[a-z0-9]{20}$/.test(name)),
						ids
					)
				);
			},
			{ withinMs: 80_000 }
		);
	}
};

const secretsUnseen: Invariant = {
	id: 'I6',
	async holds({ db, canary, paths }) {
		const forms = [canary, Buffer.from(canary).toString('base64').replace(/=+$/, '')];
		const tables = await db.$queryRaw<{ name: string }[]>`
			select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
			where schemaname not in ('pg_catalog', 'information_schema')`;
		for (const { name } of tables) {
			for (const form of forms) {
				const [row] = await db.$queryRawUnsafe<{ count: bigint }[]>(
					`select count(*) from ${name} t where t::text like $1`,
					`%${form}%`
				);
				expectThat(Number(row?.count) === 0, `the secret stands in the table ${name}`);
			}
		}
		const logs = dirname(dirname(paths.deploymentLog('any')));
		for (const name of await readdir(logs, { recursive: true })) {
			const text = await readFile(join(logs, name), 'utf8').catch(() => '');
			expectThat(!forms.some((form) => text.includes(form)), `the secret stands in ${name}`);
		}
	}
};

const audited: Invariant = {
	id: 'I7',
	async holds({ db }) {
		const missing = await db.$queryRaw<{ id: string }[]>`
			select deployment.id from deployment
			left join audit_event on audit_event.subject = deployment.id
				and audit_event.action = 'deployment.requested'
			group by deployment.id having count(audit_event.id) <> 1`;
		expectThat(missing.length === 0, `no audit entry, or two, for ${missing[0]?.id}`);
	}
};

const volumesAlone: Invariant = {
	id: 'I8',
	async holds({ docker, installation, apps }) {
		for (const { name, clashes } of apps) {
			const [clash] = clashes();
			expectThat(clash === undefined, `the volume of ${name} was mounted twice: ${clash}`);
		}
		const containers = await docker.listContainers({
			filters: { label: [`${labels.installation}=${installation}`] }
		});
		const mounted = containers.flatMap(({ Mounts }) =>
			Mounts.filter(({ Type }) => Type === 'volume').map(({ Name }) => Name)
		);
		expectThat(new Set(mounted).size === mounted.length, 'a volume is mounted twice');
	}
};

const jobsOwned: Invariant = {
	id: 'I9',
	async holds({ db }) {
		await until('no job to be held by a dead worker', async () => {
			const held = await db.$queryRaw<unknown[]>`
				select 1 from graphile_worker.jobs where locked_by is not null and locked_by not in
					(select id from worker_beat where beat_at > now() - interval '30 seconds')`;
			return held.length === 0;
		});
	}
};

const logsOrdered: Invariant = {
	id: 'I11',
	async holds({ db, paths }) {
		for (const { id, attempt } of await db.deployment.findMany({
			select: { id: true, attempt: true }
		})) {
			const text = await readFile(paths.deploymentLog(id), 'utf8').catch(() => '');
			const times = text
				.split('\n')
				.filter(Boolean)
				.map((line) => Number(line.split('\t')[0]));
			const isOrdered = times.every((time, index) => time >= (times[index - 1] ?? 0));
			expectThat(isOrdered, `the log of ${id} goes back in time`);
			if (attempt > 1)
				expectThat(text.includes('resuming (attempt'), `the log of ${id} hides a gap`);
		}
	}
};

/** Acknowledged writes: each deployment that was promised is there, unless its service was deleted. */
const acknowledged: Invariant = {
	id: 'I10',
	async holds({ db, apps }) {
		for (const { serviceId, name, accepted } of apps) {
			if (!(await db.service.findUnique({ where: { id: serviceId } }))) continue;
			const kept = await db.deployment.count({ where: { id: { in: accepted } } });
			expectThat(kept === accepted.length, `${name} lost a deployment that was accepted`);
		}
	}
};

const all = [
	allEnded,
	oneLiveRevision,
	noLostRequest,
	lastPushAnswered,
	noOrphans,
	secretsUnseen,
	audited,
	volumesAlone,
	jobsOwned,
	acknowledged,
	logsOrdered
];

/** Checks all of them; answers their names, or throws with the first that does not hold. */
export async function checkInvariants(ground: Ground): Promise<string> {
	for (const { id, holds } of all) {
		await holds(ground).catch((error: unknown) => {
			throw new Error(`${id}: ${error instanceof Error ? error.message : String(error)}`);
		});
	}
	return 'I1–I11 hold';
}

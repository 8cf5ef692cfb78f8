import { createHmac, randomUUID } from 'node:crypto';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createProjectInput } from '#lib/schemas/projects.ts';
import type { UpdateServiceInput } from '#lib/schemas/services.ts';
import { isFinalState } from '#lib/rules/deployment-state.ts';
import { createProject } from '#lib/server/projects/create-project.ts';
import { asideFolder } from '#engine/logs/aside-files.ts';
import { deleteProject } from '#lib/server/projects/delete-project.ts';
import { addVolume } from '#lib/server/volumes/add-volume.ts';
import { requestDeployment } from '#lib/server/deployments/request-deployment.ts';
import { rotateWebhookSecret } from '#lib/server/webhooks/rotate-webhook-secret.ts';
import type { Deployment, Service } from '#prisma/client/client.ts';
import type { Repository } from '../fixtures/git-host.ts';
import { sendLoad, type LoadResult } from '../fixtures/load.ts';
import { pushWebhook } from '../fixtures/push-webhook.ts';
import { tinyRepository } from '../fixtures/tiny-app.ts';
import { visit } from '../fixtures/visit.ts';
import type { Ground } from './ground.ts';
import { until } from './moments.ts';
import { watchMounts } from './watch-mounts.ts';

/** Of a log, from its end: more than an app may print in a second. */
const tailBytes = 2 ** 21;

export interface AppOptions {
	/** Variables of the app, which shape what it does (e2e/fixtures/tiny-app/main.go). */
	variables?: Record<string, string>;
	/** Columns that hold from the first deployment on. */
	service?: Partial<Pick<Service, 'watchSeconds' | 'keepWarmSeconds' | 'releaseCommand'>>;
	input?: Partial<Omit<UpdateServiceInput, 'serviceId'>>;
	/** Where a volume of its own is mounted, whose file `kept` it is asked for at each version. */
	volume?: string;
	/** Requests a second that it gets for as long as it lives; 0: none. */
	perSecond?: number;
}

export interface Version {
	/** Lines of its Dockerfile before the CMD. */
	lines?: string[];
	env?: Record<string, string>;
}

/** One app with its repository, visited all the time. */
export class App {
	readonly name: string;
	readonly serviceId: string;
	readonly projectId: string;
	readonly repository: Repository;
	/** Version that visitors shall see in the end. */
	expected = 'one';
	/** Requests may fail: the edge or the app itself was struck. */
	mayFail = false;
	/** Newest commit that was pushed. */
	pushed = '';
	secret = '';
	readonly replicas: number;
	/** Two of its containers that had its volume at once, as often as that was. */
	clashes: () => string[] = () => [];
	/** Deployments that were promised. */
	readonly accepted: string[] = [];

	readonly #ground: Ground;
	readonly #stop = new AbortController();
	#load: Promise<LoadResult> | null = null;

	private constructor(
		ground: Ground,
		made: Pick<App, 'name' | 'serviceId' | 'projectId' | 'repository' | 'replicas'>
	) {
		this.#ground = ground;
		this.name = made.name;
		this.serviceId = made.serviceId;
		this.projectId = made.projectId;
		this.repository = made.repository;
		this.replicas = made.replicas;
	}

	/** Resolves when its first version is live. */
	static async create(ground: Ground, name: string, options: AppOptions): Promise<App> {
		const { ctx, canary, db } = ground;
		const repository = await ground.host.createRepository(name);
		const pushed = await repository.commit(await tinyRepository({ version: 'one' }));
		const variables = Object.entries({ GREETING: 'hello', ...options.variables }).map(
			([key, value]) => ({ key, value })
		);
		const secret = { key: 'CANARY', value: canary, isSecret: true };
		const input = createProjectInput.parse({
			...{ name, appName: name, gitUrl: repository.url, branch: 'main' },
			...options.input,
			variables: [...variables, secret]
		});
		const unqueued = { ...ctx, queue: { add: () => Promise.resolve() } };
		const { serviceId, projectId } = await createProject(unqueued, input);
		await db.service.update({
			where: { id: serviceId },
			data: { watchSeconds: 0, keepWarmSeconds: 0, ...options.service }
		});
		const replicas = options.input?.replicas ?? 1;
		const app = new App(ground, { name, serviceId, projectId, repository, replicas });
		if (options.volume) {
			await addVolume(ctx, { serviceId, name: 'data', path: options.volume });
			app.clashes = await watchMounts(ground.docker, { serviceId, signal: app.#stop.signal });
			// One version ends before the next one begins.
			app.mayFail = true;
		}
		app.pushed = pushed;
		app.secret = (await rotateWebhookSecret(ctx, { serviceId })).secret;
		const { deploymentId } = await requestDeployment(ctx, { serviceId });
		const first = await app.ended(deploymentId);
		if (first.state !== 'succeeded')
			throw new Error(`${name} ${first.state}: ${first.errorMessage}`);
		app.#probe(options.perSecond ?? 50);
		return app;
	}

	get url(): string {
		const { ctx, product } = this.#ground;
		return `https://${this.name}.${ctx.env.GANTRY_BASE_DOMAIN}:${product.httpsPort}/`;
	}

	/** Commits a version; nobody is told. */
	async commit(version: string, { lines = [], env = {} }: Version = {}): Promise<string> {
		// No step comes from the cache of an earlier run.
		const files = await tinyRepository({ version, lines, env: { RUN_ID: randomUUID(), ...env } });
		this.pushed = await this.repository.commit(files);
		return this.pushed;
	}

	/** Commits a version and tells the product, as a Git host does; answers the deployment. */
	async push(version: string, change: Version = {}): Promise<string> {
		const sha = await this.commit(version, change);
		const answer = await this.deliver(sha);
		const { deploymentId } = (await answer.json()) as { deploymentId?: string | null };
		if (!deploymentId) throw new Error(`The webhook was answered ${answer.status}`);
		this.accepted.push(deploymentId);
		return deploymentId;
	}

	deliver(
		sha: string,
		options: { delivery?: string; before?: string; secret?: string } = {}
	): Promise<Response> {
		return pushWebhook(this.#ground.product.panelUrl, {
			...{ path: `/hooks/github/${this.serviceId}`, secret: this.secret, sha },
			...options
		});
	}

	/** Delivers a text that is no push, rightly signed. */
	async deliverText(body: string): Promise<number> {
		const signature = createHmac('sha256', this.secret).update(body).digest('hex');
		const url = new URL(`/hooks/github/${this.serviceId}`, this.#ground.product.panelUrl);
		const headers = {
			'content-type': 'application/json',
			'x-github-event': 'push',
			'x-github-delivery': randomUUID(),
			'x-hub-signature-256': `sha256=${signature}`
		};
		return (await fetch(url, { method: 'POST', headers, body })).status;
	}

	deploymentOf(commitSha: string): Promise<Deployment> {
		return this.#ground.db.deployment.findFirstOrThrow({
			where: { serviceId: this.serviceId, commitSha },
			orderBy: { number: 'desc' }
		});
	}

	/** Those after its first version. */
	deployments(): Promise<Deployment[]> {
		return this.#ground.db.deployment.findMany({
			where: { serviceId: this.serviceId, number: { gt: 2 } },
			orderBy: { number: 'asc' }
		});
	}

	/** Waits until this step of it runs. */
	async reaches(deploymentId: string, name: string): Promise<void> {
		await until(`step ${name}`, async () => {
			const where = { deploymentId, name, state: 'running' as const };
			return (await this.#ground.db.step.count({ where })) > 0;
		});
	}

	/** Waits until its log has such a text. */
	async logs(deploymentId: string, text: string): Promise<void> {
		await until(`"${text}" in the log`, async () => (await this.log(deploymentId)).includes(text));
	}

	async log(deploymentId: string): Promise<string> {
		return readFile(this.#ground.paths.deploymentLog(deploymentId), 'utf8').catch(() => '');
	}

	/** Waits until what it printed while running has such a text. */
	async runtimeLogs(text: string): Promise<void> {
		const path = this.#ground.paths.serviceLog(this.serviceId);
		await until(`"${text}" in the log of ${this.name}`, async () => {
			const file = await open(path, 'r');
			try {
				const { size } = await file.stat();
				const tail = Buffer.alloc(Math.min(size, tailBytes));
				await file.read(tail, 0, tail.length, size - tail.length);
				return tail.includes(text);
			} finally {
				await file.close();
			}
		});
	}

	/** The growing part of what it printed. */
	runtimeLogText(): Promise<string> {
		return readFile(this.#ground.paths.serviceLog(this.serviceId), 'utf8');
	}

	/** What all it printed takes on the disk. */
	async runtimeLogBytes(): Promise<number> {
		const path = this.#ground.paths.serviceLog(this.serviceId);
		const old = await readdir(asideFolder(path)).catch(() => []);
		const files = [path, ...old.map((name) => join(asideFolder(path), name))];
		const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
		return sizes.reduce((sum, size) => sum + size, 0);
	}

	ended(deploymentId: string): Promise<Deployment> {
		return until(`the end of a deployment of ${this.name}`, async () => {
			const row = await this.#ground.db.deployment.findUnique({ where: { id: deploymentId } });
			return row && isFinalState(row.state) ? row : null;
		});
	}

	/** Waits for its end and expects it to be live; answers it. */
	async succeeds(deploymentId: string, version: string): Promise<Deployment> {
		this.expected = version;
		const row = await this.ended(deploymentId);
		if (row.state === 'succeeded') return row;
		throw new Error(`${version} ${row.state}: ${row.errorMessage} ${row.errorHint ?? ''}`);
	}

	/** Adds a text to a file of its volume; answers what stands in it then. */
	async append(text: string): Promise<string> {
		const url = new URL(`/append?file=/data/kept&text=${text}`, this.url);
		const { status, body } = await visit(url.href);
		if (status !== 200) throw new Error(`${this.name} could not write: ${body}`);
		return body.trim().replace(/^uid \d+ read /, '');
	}

	/** Deletes its project and waits until nothing of it is left. */
	async remove(): Promise<void> {
		await this.stopProbe();
		const { ctx, db } = this.#ground;
		const { projectId } = this;
		const project = await db.project.findUnique({ where: { id: projectId } });
		if (project && !project.deletedAt) {
			const rows = await db.volume.findMany({ where: { service: { projectId } } });
			const volumes = rows.map((volume) => `${this.name}/${volume.name}`);
			await deleteProject(ctx, { projectId, confirm: project.name, volumes });
		}
		await until(`the end of ${this.name}`, async () => {
			return (await db.project.count({ where: { id: projectId } })) === 0;
		});
	}

	async version(): Promise<string> {
		return /version (\S+)/.exec((await visit(this.url)).body)?.[1] ?? '';
	}

	#probe(perSecond: number): void {
		if (perSecond === 0) return;
		this.#load = sendLoad(this.url, { perSecond, atLeast: perSecond, signal: this.#stop.signal });
	}

	/** Answers the requests that failed. */
	async stopProbe(): Promise<string[]> {
		this.#stop.abort();
		return (await this.#load)?.failures ?? [];
	}
}

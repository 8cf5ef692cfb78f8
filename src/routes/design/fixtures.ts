import type { DeploymentView, StepView } from '#lib/server/deployments/views.ts';
import type { LogRow } from '#lib/rules/log-row.ts';
import type { Plan } from '#engine/detect/plan.ts';

const now = Date.now();
const ago = (seconds: number) => new Date(now - seconds * 1000);

const base: DeploymentView = {
	id: 'd1',
	number: 12,
	state: 'succeeded',
	trigger: 'push',
	branch: 'main',
	commitSha: '4f1c2a9d3b7e60c8a5d2f1e49b8c7a6d5e4f3a2b',
	commitMessage: 'Show the cart in the header\n\nSo that people see it.',
	commitAuthor: 'Ada Lovelace',
	actor: null,
	createdAt: ago(400),
	startedAt: ago(398),
	completedAt: ago(364),
	milliseconds: 34_000,
	attempt: 1,
	committedAt: ago(500),
	cancelAskedAt: null,
	error: null,
	steps: [],
	plan: null,
	basedOn: null,
	isReused: false,
	isFresh: false,
	returnedFrom: null,
	url: 'https://shop.example.com',
	release: { id: 'r1', isLive: true, canRollBack: false },
	service: { id: 's1', name: 'shop', projectId: 'p1', projectName: 'Shop' }
};

export const deployments: DeploymentView[] = [
	{
		...base,
		id: 'd6',
		number: 17,
		state: 'queued',
		trigger: 'manual',
		actor: 'ada@example.com',
		commitSha: null,
		commitMessage: null,
		release: null,
		startedAt: null,
		completedAt: null,
		createdAt: ago(3)
	},
	{
		...base,
		id: 'd5',
		number: 16,
		state: 'running',
		release: null,
		startedAt: ago(21),
		completedAt: null,
		createdAt: ago(22)
	},
	{
		...base,
		id: 'd7',
		number: 15,
		state: 'running',
		cancelAskedAt: ago(1),
		release: null,
		startedAt: ago(61),
		completedAt: null,
		createdAt: ago(62)
	},
	{
		...base,
		id: 'd4',
		number: 14,
		state: 'failed',
		release: null,
		commitMessage:
			'Use the new payment API with a very long subject line that nobody should ever write but somebody always does',
		error: {
			code: 'unhealthy',
			step: 'check',
			message: 'The health check failed: GET / answered 500 for 120 s.',
			hint: null
		}
	},
	base,
	{
		...base,
		id: 'd3',
		number: 11,
		state: 'succeeded',
		trigger: 'variables',
		release: { id: 'r0', isLive: false, canRollBack: true },
		createdAt: ago(90_000)
	},
	{
		...base,
		id: 'd2',
		number: 10,
		state: 'cancelled',
		trigger: 'api',
		release: null,
		createdAt: ago(100_000)
	},
	{
		...base,
		id: 'd0',
		number: 9,
		state: 'superseded',
		release: null,
		startedAt: null,
		completedAt: null,
		createdAt: ago(1_000_000)
	}
];

export const steps: StepView[] = [
	{
		name: 'checkout',
		state: 'succeeded',
		attempt: 1,
		summary: '4f1c2a9 Show the cart in the header',
		startedAt: ago(60),
		completedAt: ago(59.94)
	},
	{
		name: 'detect',
		state: 'succeeded',
		attempt: 1,
		summary: 'SvelteKit with pnpm on Node.js 24',
		startedAt: ago(59.94),
		completedAt: ago(59.92)
	},
	{
		name: 'build',
		state: 'succeeded',
		attempt: 1,
		summary: 'built gantry/shop:deploy_4f1c2a9d, 84 MB',
		startedAt: ago(59.9),
		completedAt: ago(31)
	},
	{
		name: 'push',
		state: 'skipped',
		attempt: 1,
		summary: 'one server, no registry',
		startedAt: ago(31),
		completedAt: ago(31)
	},
	{
		name: 'start',
		state: 'running',
		attempt: 1,
		summary: null,
		startedAt: ago(12),
		completedAt: null
	}
];

const esc = '\u001b';
const lines = [
	`${esc}[1m${esc}[36m#5 [build 3/6]${esc}[0m RUN pnpm install --frozen-lockfile`,
	`${esc}[32m✓${esc}[39m Lockfile is up to date, resolution step is skipped`,
	`Progress: resolved 1\rProgress: resolved 214, reused 214, downloaded 0, added 214, ${esc}[1mdone${esc}[22m`,
	`${esc}[33mwarn${esc}[0m deprecated glob@7.2.3: Glob versions prior to v9 are no longer supported`,
	`${esc}[90m  dependencies:${esc}[0m ${esc}[35m@sveltejs/kit${esc}[0m ${esc}[34m3.2.0${esc}[0m`,
	`${esc}[38;5;208mvite${esc}[0m v8.3.8 ${esc}[38;2;40;40;90mbuilding for production…${esc}[0m`,
	`${esc}[7m INVERSE ${esc}[27m ${esc}[42;30m PASS ${esc}[0m ${esc}[41m FAIL ${esc}[0m <img src=x onerror=alert(1)>`,
	`${esc}[2mdim${esc}[22m ${esc}[3mitalic${esc}[23m ${esc}[4munderline${esc}[24m ${esc}[31mred${esc}[0m ${esc}[97mbright white${esc}[0m ${esc}[30mblack${esc}[0m`
];

export const rows: LogRow[] = Array.from({ length: 60 }, (_, index) => ({
	number: index + 1,
	at: now - 60_000 + index * 137,
	source: 'build',
	stream: index % 17 === 16 ? 'stderr' : index === 0 ? 'gantry' : 'stdout',
	text: index === 0 ? 'Building with the generated Dockerfile' : (lines[index % lines.length] ?? '')
}));

export const plan: Plan = {
	framework: 'sveltekit',
	title: 'SvelteKit',
	reason: 'package.json: devDependency "@sveltejs/kit"',
	language: 'node',
	packageManager: { value: 'pnpm', reason: 'pnpm-lock.yaml' },
	languageTitle: 'Node.js',
	release: { value: 'node migrate.js', reason: 'Procfile: release' },
	processes: [{ name: 'worker', command: 'node worker.js' }],
	version: { value: '24', reason: 'package.json: engines.node ">=22"' },
	install: { value: 'pnpm install --frozen-lockfile', reason: 'pnpm-lock.yaml' },
	build: { value: 'pnpm run build', reason: 'package.json: script "build"' },
	start: { value: 'node build', reason: '@sveltejs/adapter-node' },
	output: null,
	port: { value: 3000, reason: 'the default of adapter-node' },
	dockerfile:
		'FROM node:24-slim AS build\nWORKDIR /app\nCOPY package.json pnpm-lock.yaml ./\nRUN pnpm install --frozen-lockfile\nCOPY . .\nRUN pnpm run build\n\nFROM node:24-slim\nUSER 1000\nCMD ["node", "build"]\n',
	dockerfilePath: 'Dockerfile',
	files: [],
	notices: ['There is no .dockerignore: node_modules and .git are left out all the same.']
};

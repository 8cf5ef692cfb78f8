import { describe, expect, it } from 'vitest';
import { memoryTree } from '../../checkout/memory-tree.ts';
import type { BuildSettings } from '../../spec.ts';
import { detect } from '../detect.ts';
import { settings } from '../testing/settings.ts';
import { toolchainTrees as trees } from '../testing/toolchain-trees.ts';

const planFor = (name: string, set: Partial<BuildSettings> = {}, owner?: string) =>
	detect(memoryTree(trees[name] ?? {}), settings(set), { cacheOwner: owner });

/** tree → language, title, version, build, start, port. */
const expected: [string, string, string, string, string | null, string, number][] = [
	['Go', 'go', 'Go', '1.26', 'go build -trimpath -ldflags="-s -w" -o bin/shop .', 'bin/shop', 3000],
	[
		'Go with Gin',
		'go',
		'Gin',
		'1.25',
		'go build -trimpath -ldflags="-s -w" -o bin/server ./cmd/server',
		'bin/server',
		8080
	],
	[
		'Go with a C library',
		'go',
		'Echo',
		'1.26',
		'go build -trimpath -ldflags="-s -w" -o bin/notes .',
		'bin/notes',
		3000
	],
	[
		'Go with a Procfile',
		'go',
		'Go',
		'1.26',
		'go build -trimpath -ldflags="-s -w" -o bin/ ./...',
		'bin/web',
		3000
	],
	['Rust', 'rust', 'Axum', '1', 'cargo build --release --locked --bin shop', 'bin/shop', 8080],
	[
		'Rust with a toolchain',
		'rust',
		'Actix Web',
		'1.85',
		'cargo build --release --locked --bin api',
		'bin/api',
		3000
	],
	[
		'Rust workspace',
		'rust',
		'Rocket',
		'1',
		'cargo build --release --package web --bin web',
		'bin/web',
		8000
	],
	[
		'Spring Boot',
		'java',
		'Spring Boot',
		'21',
		'sh ./mvnw -B -ntp -DskipTests package',
		'java -jar app.jar',
		8080
	],
	[
		'Spring Boot modules',
		'java',
		'Spring Boot',
		'17',
		'mvn -B -ntp -DskipTests -pl web -am package',
		'java -jar app.jar',
		8080
	],
	[
		'Quarkus',
		'java',
		'Quarkus',
		'21',
		'mvn -B -ntp -DskipTests package',
		'java -jar quarkus-run.jar',
		8080
	],
	[
		'Java with a jar of all',
		'java',
		'Java',
		'25',
		'mvn -B -ntp -DskipTests package',
		'java -jar app.jar',
		7000
	],
	[
		'Spring Boot by Gradle',
		'java',
		'Spring Boot',
		'21',
		'sh ./gradlew --no-daemon bootJar',
		'java -jar app.jar',
		8080
	],
	[
		'Gradle application',
		'java',
		'Java',
		'17',
		'gradle --no-daemon :app:installDist',
		'java com.example.App',
		3000
	],
	[
		'Ktor by Gradle',
		'kotlin',
		'Ktor',
		'17',
		'sh ./gradlew --no-daemon buildFatJar',
		'java -jar app.jar',
		8081
	],
	[
		'Spring Boot in Kotlin',
		'kotlin',
		'Spring Boot',
		'21',
		'mvn -B -ntp -DskipTests package',
		'java -jar app.jar',
		8080
	],
	[
		'ASP.NET Core',
		'dotnet',
		'ASP.NET Core',
		'8.0',
		'dotnet publish Shop.csproj --no-restore -c Release -o out',
		'dotnet Shop.dll',
		8080
	],
	[
		'.NET solution',
		'dotnet',
		'ASP.NET Core',
		'10.0',
		'dotnet publish src/Shop.Web/Shop.Web.csproj --no-restore -c Release -o out',
		'dotnet Shop.Web.dll',
		8080
	],
	['Deno', 'deno', 'Deno', '2', null, 'deno run -A main.ts', 8000],
	['Deno with a task', 'deno', 'Oak', '2.5.6', null, 'deno run --allow-net server.ts', 3000],
	['Fresh', 'deno', 'Fresh', '2', 'deno task build', 'deno serve -A _fresh/server.js', 8000],
	['Deno handler', 'deno', 'Deno', '2', null, 'deno serve -A --port $PORT main.ts', 3000],
	['Bun', 'bun', 'Bun', '1', null, 'bun index.ts', 3000],
	['Bun with Elysia', 'bun', 'Elysia', '1.3.0', 'bun run build', 'bun src/index.ts', 4000]
];

const flags = ' -XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError';

describe('a compiled language, or a runtime of its own', () => {
	it.each(expected)('%s → %s', async (name, language, title, version, build, start, port) => {
		const plan = await planFor(name);
		expect([
			plan.language,
			plan.title,
			plan.version?.value,
			plan.build?.value ?? null,
			plan.start?.value.replace(flags, ''),
			plan.port?.value
		]).toEqual([language, title, version, build, start, port]);
	});

	it('has an expectation for every tree', () => {
		expect(expected.map(([name]) => name).sort()).toEqual(Object.keys(trees).sort());
	});

	it.each(Object.keys(trees))('writes a readable Dockerfile for %s', async (name) => {
		expect((await planFor(name)).dockerfile).toMatchSnapshot();
	});

	it('runs everything as uid 1000 and with a command in list form', async () => {
		for (const name of Object.keys(trees)) {
			const { dockerfile } = await planFor(name);
			const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
			expect(last, name).toMatch(/^USER 1000$/m);
			expect(last, name).toMatch(/^CMD \["/m);
		}
	});

	it('says why, for every value', async () => {
		for (const name of Object.keys(trees)) {
			const plan = await planFor(name);
			const found = [plan.version, plan.packageManager, plan.install, plan.build, plan.start];
			for (const value of [...found, plan.port]) {
				if (value) expect(value.reason, `${name}: ${value.value}`).toMatch(/\S/);
			}
			expect(plan.reason, name).toMatch(/\S/);
		}
	});

	it.each(Object.keys(trees))('lets a person set every command of %s', async (name) => {
		const plan = await planFor(name, {
			installCommand: 'make deps',
			buildCommand: 'make all',
			startCommand: './serve --quick'
		});
		const yours = (value: string) => ({ value, reason: 'you set it' });
		expect(plan).toMatchObject({
			install: yours('make deps'),
			build: yours('make all'),
			start: yours('./serve --quick')
		});
		expect(plan.dockerfile).toMatch(/^RUN .*make deps$/m);
		expect(plan.dockerfile).toMatch(/^RUN .*make all( && .*)?$/m);
		expect(plan.dockerfile).toContain('CMD ["./serve", "--quick"]');
		const stages = plan.dockerfile.split(/^FROM /m);
		expect(stages.at(-1)).not.toMatch(/^scratch/);
	});

	it('keeps the caches of different services apart', async () => {
		for (const name of ['Go', 'Rust', 'Spring Boot', 'ASP.NET Core', 'Bun with Elysia']) {
			const { dockerfile } = await planFor(name, {}, 'abc');
			expect(dockerfile, name).toContain('--mount=type=cache,id=abc:/');
			expect(dockerfile, name).not.toContain('type=cache,target');
		}
	});
});

describe('several programs', () => {
	const twoMains = {
		'go.mod': 'module example.com/tools\n\ngo 1.25\n',
		'cmd/alpha/main.go': 'package main\n\nfunc main() {}\n',
		'cmd/beta/main.go': 'package main\n\nfunc main() {}\n'
	};

	it('are named when nobody can tell which one answers requests', async () => {
		await expect(detect(memoryTree(twoMains), settings())).rejects.toMatchObject({
			code: 'nothing_detected',
			message: expect.stringContaining('cmd/alpha, cmd/beta')
		});
	});

	it('are all built, for a person or a Procfile to choose', async () => {
		const set = await detect(memoryTree(twoMains), settings({ startCommand: 'beta' }));
		expect(set.start).toEqual({ value: 'beta', reason: 'you set it' });
		expect(set.dockerfile).toContain('-o bin/ ./...');
		const named = { ...twoMains, Procfile: 'web: alpha\nworker: beta' };
		const plan = await detect(memoryTree(named), settings());
		expect(plan.start).toEqual({ value: 'alpha', reason: 'Procfile: web' });
		expect(plan.processes).toEqual([{ name: 'worker', command: 'beta' }]);
	});
});

it('leaves an app with Bun as no more than its package manager to Node.js', async () => {
	const files = {
		'bun.lock': '{}',
		'app/page.tsx': '',
		'package.json': JSON.stringify({
			dependencies: { next: '^16' },
			scripts: { build: 'next build', start: 'next start' }
		})
	};
	expect((await detect(memoryTree(files), settings())).language).toBe('node');
});

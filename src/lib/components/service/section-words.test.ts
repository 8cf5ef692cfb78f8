import { expect, test } from 'vitest';
import type { Plan } from '#engine/detect/plan.ts';
import type { ServiceView } from '#lib/server/services/get-service.ts';
import { buildWords, cutOverWords, healthWords, runWords, sourceWords } from './section-words.ts';

const settings = {
	...{ gitUrl: 'https://github.com/northwind/shop.git', branch: 'main', rootDirectory: '' },
	...{ autoDeploy: true, dockerfilePath: null, buildCommand: null, startCommand: null },
	...{ port: null, memoryMegabytes: 512, cpus: 0, replicas: 1, stopFirst: false },
	...{ releaseCommand: null, healthKind: 'http', healthPath: '/', healthSeconds: 120 }
} as ServiceView['settings'];

const found = (value: string) => ({ value, reason: 'found' });
const plan = {
	...{ title: 'SvelteKit', build: found('pnpm run build'), start: found('node build') },
	...{ port: { value: 3000, reason: 'found' }, release: null }
} as Plan;

test('a source is its repository, branch and folder, and whether pushes deploy', () => {
	expect(sourceWords(settings)).toBe('northwind/shop · main · auto-deploy');
	const other = { gitUrl: 'git@example.com:a/b.git', rootDirectory: 'web', autoDeploy: false };
	expect(sourceWords({ ...settings, ...other })).toBe(
		'git@example.com:a/b · main · web · no auto-deploy'
	);
});

test('a build is what is set, else what was found', () => {
	expect(buildWords(settings, null)).toBe('As detected');
	expect(buildWords(settings, plan)).toBe('SvelteKit · pnpm run build · node build');
	const own = { dockerfilePath: 'deploy/Dockerfile', startCommand: 'node main.js' };
	expect(buildWords({ ...settings, ...own }, null)).toBe('deploy/Dockerfile · node main.js');
});

test('what runs is told with its units', () => {
	expect(runWords(settings, null)).toBe('Port as detected · 512 MB · CPU without a cap');
	expect(runWords({ ...settings, cpus: 1 }, plan)).toBe('Port 3000 · 512 MB · 1 core');
	expect(runWords({ ...settings, port: 80, cpus: 0.5 }, plan)).toBe('Port 80 · 512 MB · 0.5 cores');
});

test('a health check is its question and its deadline', () => {
	expect(healthWords(settings)).toBe('HTTP at / · within 120 s');
	expect(healthWords({ ...settings, healthKind: 'tcp' })).toBe('TCP · within 120 s');
});

test('a cut-over is how many, in which order, and what runs before', () => {
	expect(cutOverWords(settings, plan)).toBe('1 replica · the new one starts first');
	const other = { replicas: 2, stopFirst: true, releaseCommand: 'npm run migrate' };
	expect(cutOverWords({ ...settings, ...other }, plan)).toBe(
		'2 replicas · the old one stops first · npm run migrate'
	);
});

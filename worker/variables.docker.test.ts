import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { objectNames } from '#engine/spec.ts';
import { newId } from '#lib/server/db/id.ts';
import { requestDeployment } from '#lib/server/deployments/request-deployment.ts';
import { saveVariablesInput } from '#lib/schemas/variables.ts';
import { saveVariables } from '#lib/server/variables/save-variables.ts';
import { sentList } from '#lib/server/variables/sent-list.ts';
import { tinyRepository } from '../e2e/fixtures/tiny-app.ts';
import { startTestHouse, type TestHouse, type WorkerProcess } from './testing/house.ts';

let house: TestHouse;
let worker: WorkerProcess;
beforeAll(async () => {
	house = await startTestHouse();
	worker = await house.startWorker();
});
afterAll(async () => {
	if (worker && worker.child.exitCode === null) await worker.end('SIGKILL');
	await house?.close();
});

const values = {
	QUOTES: `it's "quoted" and \`back\``,
	DOLLAR: '$HOME ${PATH} $$ $(id) \\$x',
	HASH: 'a # b #c',
	LINES: '\n\nfirst\n\tsecond\n\n',
	CRLF: 'first\r\nsecond\r\n',
	LONE_CR: 'a\rb',
	JSON: '{"a": ["\\"b\\"", 1],\n "c": "d\\n"}',
	PEM: '-----BEGIN PRIVATE KEY-----\nabc/def+1==\n-----END PRIVATE KEY-----\n',
	UNICODE: 'Grüße, 世界 🚀 e\u0301 \u00e9 \ufeff',
	SPACES: '  both ends  ',
	EMPTY: '',
	EQUALS: '=a=b=',
	BACKSLASH: '\\n \\\\ \\'
};

/** The environment of a process, as the kernel has it. */
async function environmentOf(pid: number): Promise<Map<string, string>> {
	const text = await readFile(`/proc/${pid}/environ`, 'utf8');
	return new Map(
		text
			.split('\0')
			.filter((entry) => entry !== '')
			.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)])
	);
}

test('what the editor sends is the environment of the running app, byte for byte', async () => {
	const repository = await house.git.createRepository('bytes');
	const files = await tinyRepository({ version: newId() });
	const Dockerfile = String(files.Dockerfile).replace('COPY app', 'COPY --chmod=755 app');
	await repository.commit({ ...files, Dockerfile });
	const { serviceId, deploymentId: first } = await house.createApp('bytes', repository.url);
	expect(await house.ended(first)).toMatchObject({ state: 'succeeded' });

	const fields = new FormData();
	const rows = Object.entries(values).map(([key, value], index) => ({
		...{ key, value, scope: '', note: '' },
		isSecret: index % 2 === 0
	}));
	fields.set('variables', JSON.stringify(rows));
	const variables = sentList(fields, []);
	await saveVariables(house.ctx, saveVariablesInput.parse({ serviceId, variables }));
	const { deploymentId } = await requestDeployment(house.ctx, { serviceId, reuseImage: 'live' });
	expect(await house.ended(deploymentId)).toMatchObject({ state: 'succeeded' });

	const container = objectNames.container(serviceId, deploymentId);
	const { State } = await house.docker.getContainer(container).inspect();
	const environment = await environmentOf(State.Pid);
	const seen = Object.keys(values).map((key) => [key, environment.get(key)]);
	expect(Object.fromEntries(seen)).toEqual(values);
});

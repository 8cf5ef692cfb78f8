import { Agent, request } from 'undici';
import { toLoopback } from '../../e2e/fixtures/to-loopback.ts';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { labels } from '#engine/spec.ts';
import { pushedApp } from './pushed-app.ts';
import { serverDockerfile } from './pushed-repository.ts';
import type { Scene } from './scene.ts';

/** Lines that an app is asked to print. */
export interface Print {
	/** Each begins with it. */
	mark: string;
	perSecond: number;
	count: number;
}

export interface PrintingApp {
	serviceId: string;
	/** Its container's name. */
	container: string;
	/** Has it print "<mark> <number> <milliseconds since the epoch>;" lines, and in a later second "<mark> end;". */
	print(what: Print, signal: AbortSignal): Promise<void>;
}

const files = {
	Dockerfile: serverDockerfile,
	'package.json': '{ "name": "printer", "type": "module" }\n',
	'server.js': `
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
const now = () => performance.timeOrigin + performance.now();
async function print(mark, perSecond, count) {
	const begun = now();
	for (let n = 0; n < count;) {
		const due = Math.min(count, Math.floor(((now() - begun) / 1000) * perSecond) + 1);
		let text = '';
		while (n < due) text += \`\${mark} \${++n} \${now().toFixed(2)};\\n\`;
		if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
		await delay(Math.min(10, 1000 / perSecond));
	}
	await delay(1000 - (now() % 1000) + 5);
	console.log(mark + ' end;');
}
createServer((request, response) => {
	const query = new URL(request.url, 'http://app').searchParams;
	const mark = query.get('mark');
	if (mark) print(mark, Number(query.get('rate')), Number(query.get('count')));
	response.end('ok');
}).listen(3000);
process.on('SIGTERM', () => process.exit());
`
};

/** Deploys an app that prints what it is asked for. */
export async function printingApp(
	stack: AsyncDisposableStack,
	{ scene, signal }: { scene: Scene; signal: AbortSignal }
): Promise<PrintingApp> {
	const { installation, host } = scene;
	const origin = await host.createRepository('printer');
	await origin.commit(files);
	const app = await pushedApp(installation, { repositoryUrl: origin.url, name: 'printer', signal });
	const docker = connectDocker(installation.env.DOCKER_HOST);
	const label = [`${labels.service}=${app.serviceId}`];
	const [container] = await docker.listContainers({ filters: { label } });
	const name = container?.Names[0]?.slice(1);
	if (!name) throw new Error('The app has no container.');
	const { hostname } = new URL(app.url);
	const agent = new Agent({
		connect: { rejectUnauthorized: false, servername: hostname, lookup: toLoopback }
	});
	stack.defer(() => agent.destroy());
	return {
		serviceId: app.serviceId,
		container: name,
		async print({ mark, perSecond, count }, within) {
			const query = new URLSearchParams({ mark, rate: String(perSecond), count: String(count) });
			const { body } = await request(`${app.url}?${query}`, { dispatcher: agent, signal: within });
			await body.dump();
		}
	};
}

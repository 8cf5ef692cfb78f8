import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startRoutedCaddy } from '../edge/routed-caddy.ts';
import { appPort, type PushedRepository } from '../product/pushed-repository.ts';
import type { Stages } from '../product/stages.ts';
import { runProgram } from '../program.ts';
import type { Side } from '../side.ts';
import { visitor } from '../visitor.ts';
import { bareDeploy } from './deploy.ts';
import { createNetwork, removeLabelled, removeOthers } from './docker.ts';

const host = 'bare.localhost';

interface Given {
	folder: string;
	/** The Caddy program. */
	caddy: string;
	repository: PushedRepository;
	signal: AbortSignal;
}

/** A script by hand, with a plain Caddy of its own. */
export async function openBareSide(
	stack: AsyncDisposableStack,
	{ folder, caddy: binary, repository, signal }: Given
): Promise<Side> {
	const label = randomBytes(6).toString('hex');
	stack.defer(() => removeLabelled(label));
	const network = await createNetwork(label, signal);
	const first = { address: '127.0.0.1', port: appPort };
	const caddy = await startRoutedCaddy(binary, { host, sites: 1, first });
	stack.defer(() => caddy.stop());
	const mirror = join(folder, 'mirror.git');
	await runProgram('git', ['clone', '--quiet', '--mirror', repository.url, mirror], { signal });
	const eyes = visitor(`https://${host}:${caddy.httpsPort}/`);
	stack.defer(() => eyes.close());
	const place = { mirror, network, label, caddy, port: appPort };
	return {
		async push(version, within) {
			const { sha } = await repository.commit(version);
			const begun = performance.now();
			const sight = eyes.untilSees(version, within);
			sight.catch(() => {});
			await repository.push();
			const pushed = performance.now();
			const times = await bareDeploy(place, { sha, signal: within });
			const seen = await sight;
			await removeOthers(label, times.container, within);
			return partsOf(begun, [
				['git push', pushed],
				['git fetch', times.fetched],
				['docker build', times.built],
				['docker run', times.started],
				['answers', times.healthy],
				['PATCH', times.switched],
				['PATCH → seen', seen]
			]);
		}
	};
}

/** From moments to durations. */
function partsOf(begun: number, moments: [name: string, at: number][]): Stages {
	return moments.map(([name, at], index) => [name, at - (moments[index - 1]?.[1] ?? begun)]);
}

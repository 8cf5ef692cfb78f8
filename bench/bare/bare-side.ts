import type { PushedRepository } from '../product/pushed-repository.ts';
import type { Stages } from '../product/stages.ts';
import type { Side } from '../side.ts';
import { visitor } from '../visitor.ts';
import { bareDeploy } from './deploy.ts';
import { removeOthers } from './docker.ts';
import { openBarePlace } from './place.ts';

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
	{ folder, caddy, repository, signal }: Given
): Promise<Side> {
	const { url: repositoryUrl } = repository;
	const place = await openBarePlace(stack, { folder, caddy, repositoryUrl, signal });
	const eyes = visitor(place.url);
	stack.defer(() => eyes.close());
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
			await removeOthers(place.label, times.container, within);
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

import type { Side } from '../side.ts';
import { visitor } from '../visitor.ts';
import type { Installation } from './installation.ts';
import { pushedApp } from './pushed-app.ts';
import type { PushedRepository } from './pushed-repository.ts';
import { stagesOf } from './stages.ts';

interface Given {
	installation: Installation;
	repository: PushedRepository;
	signal: AbortSignal;
}

const firstDeadline = 120_000;

/** The whole running product: a signed webhook follows each push. */
export async function openProductSide(
	stack: AsyncDisposableStack,
	{ installation, repository, signal }: Given
): Promise<Side> {
	const { url: repositoryUrl } = repository;
	const app = await pushedApp(installation, { repositoryUrl, name: 'bench', signal });
	const eyes = visitor(app.url);
	stack.defer(() => eyes.close());
	await eyes.untilSees('version 0', AbortSignal.any([signal, AbortSignal.timeout(firstDeadline)]));
	return {
		async push(version, within) {
			const commit = await repository.commit(version);
			const begun = performance.now();
			const sight = eyes.untilSees(version, within);
			sight.catch(() => {});
			await repository.push();
			const pushed = performance.now();
			const deploymentId = await app.deliver(commit, within);
			const accepted = performance.now();
			const ended = app.untilEnded(deploymentId, within);
			const seen = await Promise.race([sight, ended.then(() => sight)]);
			await ended;
			const deployment = await installation.db.deployment.findUniqueOrThrow({
				where: { id: deploymentId },
				include: { steps: true }
			});
			const onClock = (at: number) => performance.timeOrigin + at;
			return stagesOf({
				begun: onClock(begun),
				pushed: onClock(pushed),
				accepted: onClock(accepted),
				deployment,
				steps: deployment.steps,
				seen: onClock(seen)
			});
		}
	};
}

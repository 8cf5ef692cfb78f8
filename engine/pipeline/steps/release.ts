import { AppError } from '../../error.ts';
import { exitReason, exitWords } from '../../health/exit-words.ts';
import { planRelease } from '../../runtime/container-plan.ts';
import type { Container } from '../../runtime/port.ts';
import { ensureProjectNetwork } from '../../runtime/project-network.ts';
import { type BuiltImage, objectNames } from '../../spec.ts';
import { deadlines } from '../deadlines.ts';
import type { Step, StepContext } from '../step.ts';

interface Release {
	image: BuiltImage;
	command: string;
}

/**
 * Runs the release command to its end in the new image, with the app's variables and network, while the
 * old version serves. When it fails nothing is switched. After a crash one that has ended well is not
 * run again; one that was cut off is waited for.
 */
export const release: Step<Release, number> = {
	name: 'release',
	deadline: () => deadlines.release,
	async run({ image, command }, context) {
		const { spec, engine, log } = context;
		const began = Date.now();
		await ensureProjectNetwork(engine.runtime, spec);
		const name = objectNames.release(spec.service, spec.deployment);
		log(`Running "${command}"`);
		try {
			const before = await engine.runtime.inspect(name);
			const ended =
				before?.state === 'exited' ? before : await runOnce({ image, command }, context);
			if (ended?.exitCode !== 0) throw failure(command, { ended, context });
			return Date.now() - began;
		} finally {
			await engine.runtime.remove(name, { graceSeconds: 1 });
		}
	},
	summary: (milliseconds) => `ended well after ${(milliseconds / 1000).toFixed(1)} s`,
	undo: (_output, { spec, engine }) =>
		engine.runtime.remove(objectNames.release(spec.service, spec.deployment), { graceSeconds: 1 })
};

async function runOnce(
	{ image, command }: Release,
	{ spec, engine, signal, log }: StepContext
): Promise<Container | null> {
	const { name } = await engine.runtime.start(planRelease(spec, image, command), { signal });
	for await (const lines of engine.runtime.logs(name, { follow: true, signal })) {
		for (const { text, stream } of lines) log(text, stream);
	}
	signal.throwIfAborted();
	return engine.runtime.untilEnded(name, { signal });
}

function failure(
	command: string,
	{ ended, context }: { ended: Container | null; context: StepContext }
): AppError {
	const { memoryBytes } = context.spec.run;
	const words = exitWords(ended, memoryBytes);
	return new AppError('release_failed', 422, `The release command "${command}" ${words}`, {
		hint:
			exitReason(ended, { memoryBytes }).hint ??
			'Its output is in the log. The older version still serves, nothing was switched.'
	});
}

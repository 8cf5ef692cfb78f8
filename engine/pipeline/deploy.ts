import type { BuiltImage, DeploymentSpec } from '../spec.ts';
import { type Run, type RunStep, runSteps } from './run-steps.ts';
import { isPlainSite, plainSite } from './site-release.ts';
import { build } from './steps/build.ts';
import { check } from './steps/check.ts';
import { checkout } from './steps/checkout.ts';
import { detect } from './steps/detect.ts';
import { drain } from './steps/drain.ts';
import { processes } from './steps/processes.ts';
import { prune } from './steps/prune.ts';
import { publish } from './steps/publish.ts';
import { release } from './steps/release.ts';
import { start } from './steps/start.ts';
import { switchOver } from './steps/switch.ts';

/**
 * Makes a service run one revision. With an image given (a rollback, changed variables) nothing is
 * built. Run again after a crash at any line, it finds its own work and goes on. Rejects with the
 * AppError of the step that failed, or with the signal's reason; the old release then still serves.
 * Once live it is not cancelled any more: whoever aborts `signal` asks the recorder first.
 */
export function deploy(spec: DeploymentSpec, given: Run): Promise<void> {
	return runSteps(spec, given, async (run) => {
		const image = spec.image ?? (await makeImage(spec, run));
		const started = await run(image.files === null ? start : publish, image);
		await run(check, started);
		await run(switchOver, started);
		const workers = image.files === null ? await given.recorder.processes() : [];
		if (workers.length > 0) {
			await run(processes, { image, workers, isStaying: started.staying !== null });
		}
		await run(drain, started);
		await run(prune, image);
	});
}

/** A new image, and what has to happen once before it runs. */
async function makeImage(spec: DeploymentSpec, run: RunStep): Promise<BuiltImage> {
	const detected = await run(detect, await run(checkout, null));
	if (isPlainSite(detected.plan)) return plainSite(spec, detected);
	const image = await run(build, detected);
	if (image.files !== null) return image;
	const command = spec.run.releaseCommand ?? detected.plan.release?.value;
	if (command) await run(release, { image, command });
	return image;
}

import { AppError } from '../error.ts';
import type { BuildLog } from './build-log.ts';
import { plainStep } from './plain-step.ts';
import { StepFailure } from './step-failure.ts';

/** "[deps 2/4] RUN npm ci" → "RUN npm ci" */
const instruction = (name: string) =>
	plainStep(name)
		.replace(/^\[[^\]]*\]\s*/, '')
		.slice(0, 200);

/**
 * The engine's sentence and the step that failed → an error for people. The exit code is only told
 * inside that sentence; when it can not be found, the sentence itself is the reason.
 */
export function buildFailure(message: string, log: BuildLog): AppError {
	const step = log.failed(message);
	const [, baseImage] = /load metadata for (\S+)$/.exec(step?.name ?? '') ?? [];
	if (baseImage) {
		const image = baseImage.replace(/^docker\.io\/(library\/)?/, '');
		return new AppError(
			'base_image_unavailable',
			502,
			`Build failed: The base image ${image} could not be pulled: ${innermost(step?.error ?? message)}`,
			{
				hint: 'Check its name and tag, and that this server reaches the registry; then deploy again.'
			}
		);
	}
	const command = step && instruction(step.name);
	const code = /exit code: (\d+)/.exec(step?.error ?? message)?.[1];
	if (!command || !code) {
		const hint = 'The log above shows where. The version that runs was not touched.';
		const text = `Build failed: ${innermost(message)}`;
		return command?.startsWith('RUN ')
			? new StepFailure({ command, exitCode: null }, text, { hint })
			: new AppError('build_failed', 422, text, { hint });
	}
	const exitCode = Number(code);
	const tail = step.lines.slice(-6).join('\n');
	return exitCode === 137
		? new StepFailure(
				{ command, exitCode },
				`Build failed: ${command} was killed (exit code 137): it ran out of memory`,
				{ hint: 'Give the server more memory or swap, or make the build need less of it.' }
			)
		: new StepFailure(
				{ command, exitCode },
				`Build failed: ${command} ended with exit code ${exitCode}`,
				{ hint: tail || 'It printed nothing. Run the command on your own machine to see why.' }
			);
}

/** "failed to solve: rpc error: … desc = the cause" → "the cause" */
function innermost(message: string): string {
	return (message.split(/ desc = |failed to solve[^:]*: /).pop() ?? message).trim().slice(0, 500);
}
